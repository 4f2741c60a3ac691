/**
 * The workload's request over gRPC, through server reflection. The only package of load that needs the optional gRPC libraries; it
 * is not loaded without a gRPC workload.
 */
@org.jspecify.annotations.NullMarked
package dev.blackstart.load.grpc;
