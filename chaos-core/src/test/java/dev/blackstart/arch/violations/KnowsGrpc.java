package dev.blackstart.arch.violations;

import io.grpc.Status;

interface KnowsGrpc {
    Status status();
}
