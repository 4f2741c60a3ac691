package dev.blackstart.load.grpc;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.TypeRegistry;
import dev.blackstart.document.Location;
import dev.blackstart.document.Problem;
import dev.blackstart.document.Suggestions;
import dev.blackstart.experiment.Extension;
import dev.blackstart.load.WorkloadInvalid;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A method and every message that its server's reflection knows of: the files of the service, and those that they import. */
final class Schema {
    private static final int MAX_FILES = 2_000;

    private final MethodDescriptor method;
    private final Map<String, Descriptor> messages = new LinkedHashMap<>();
    private final TypeRegistry registry;

    private Schema(MethodDescriptor method, Collection<FileDescriptor> files) {
        this.method = method;
        files.forEach(file -> file.getMessageTypes().forEach(this::add));
        this.registry = TypeRegistry.newBuilder().add(messages.values()).build();
    }

    private void add(Descriptor type) {
        messages.put(type.getFullName(), type);
        type.getNestedTypes().forEach(this::add);
    }

    /** @throws WorkloadInvalid if the server does not know the call's method, or it is not a unary one */
    static Schema of(Extension.Call.Grpc call, Reflection server) {
        Location at = call.at().member("grpc");
        int slash = call.method().indexOf('/');
        if (slash <= 0 || slash == call.method().length() - 1) {
            throw invalid(at, "'" + call.method() + "' is no method; write package.Service/Method");
        }
        String service = call.method().substring(0, slash);
        try {
            Map<String, FileDescriptorProto> protos = collect(server, service, call);
            Map<String, FileDescriptor> built = build(protos, at);
            for (FileDescriptor file : built.values()) {
                for (ServiceDescriptor each : file.getServices()) {
                    if (each.getFullName().equals(service)) {
                        return new Schema(method(each, call.method().substring(slash + 1), at), built.values());
                    }
                }
            }
            throw invalid(at, unknownService(service, server));
        } catch (Reflection.Unanswered e) {
            throw invalid(at, "service '" + call.to() + "': " + e.getMessage());
        }
    }

    MethodDescriptor method() {
        return method;
    }

    Optional<Descriptor> message(String fullName) {
        return Optional.ofNullable(messages.get(fullName));
    }

    Set<String> messageNames() {
        return messages.keySet();
    }

    /** For {@code google.protobuf.Any}. */
    TypeRegistry registry() {
        return registry;
    }

    private static MethodDescriptor method(ServiceDescriptor service, String name, Location at) {
        MethodDescriptor method = service.findMethodByName(name);
        if (method == null) {
            List<String> known =
                    service.getMethods().stream().map(MethodDescriptor::getName).toList();
            throw invalid(
                    at,
                    "unknown method '" + name + "' in " + service.getFullName() + "; known: " + String.join(", ", known)
                            + Suggestions.didYouMean(name, known));
        }
        if (method.isClientStreaming() || method.isServerStreaming()) {
            throw invalid(
                    at,
                    "'" + service.getFullName() + "/" + name + "' is a streaming method; the load sends one"
                            + " message and waits for one");
        }
        return method;
    }

    private static String unknownService(String service, Reflection server) {
        List<String> known = server.services();
        return "unknown service '" + service + "'; the server has: " + String.join(", ", known)
                + Suggestions.didYouMean(service, known);
    }

    /** Asks for the service's file, the nested messages' files, and for whatever they import and the server has not sent by itself. */
    private static Map<String, FileDescriptorProto> collect(
            Reflection server, String service, Extension.Call.Grpc call) {
        Map<String, FileDescriptorProto> protos = new LinkedHashMap<>();
        server.filesOfSymbol(service).forEach(file -> protos.put(file.getName(), file));
        Set<String> nested = new HashSet<>(call.nestedRequest().values());
        nested.addAll(call.nestedResponse().values());
        for (String type : nested) {
            server.filesOfSymbol(type).forEach(file -> protos.putIfAbsent(file.getName(), file));
        }
        Deque<FileDescriptorProto> open = new ArrayDeque<>(protos.values());
        while (!open.isEmpty() && protos.size() < MAX_FILES) {
            for (String imported : open.removeFirst().getDependencyList()) {
                if (!protos.containsKey(imported)) {
                    for (FileDescriptorProto file : server.filesOfName(imported)) {
                        if (protos.putIfAbsent(file.getName(), file) == null) {
                            open.addLast(file);
                        }
                    }
                }
            }
        }
        return protos;
    }

    private static Map<String, FileDescriptor> build(Map<String, FileDescriptorProto> protos, Location at) {
        Map<String, FileDescriptor> built = new HashMap<>();
        for (FileDescriptorProto proto : protos.values()) {
            build(proto, protos, built, new HashSet<>(), at);
        }
        return built;
    }

    private static Optional<FileDescriptor> build(
            FileDescriptorProto proto,
            Map<String, FileDescriptorProto> protos,
            Map<String, FileDescriptor> built,
            Set<String> under,
            Location at) {
        FileDescriptor known = built.get(proto.getName());
        if (known != null) {
            return Optional.of(known);
        }
        if (!under.add(proto.getName())) {
            throw invalid(at, "the server's reflection says that " + proto.getName() + " imports itself");
        }
        List<FileDescriptor> imports = new ArrayList<>();
        for (String imported : proto.getDependencyList()) {
            FileDescriptorProto dependency = protos.get(imported);
            if (dependency != null) {
                build(dependency, protos, built, under, at).ifPresent(imports::add);
            }
        }
        under.remove(proto.getName());
        try {
            // A server may not know a file that holds options only.
            FileDescriptor file = FileDescriptor.buildFrom(proto, imports.toArray(new FileDescriptor[0]), true);
            built.put(proto.getName(), file);
            return Optional.of(file);
        } catch (DescriptorValidationException e) {
            throw invalid(at, "the server's reflection describes " + proto.getName() + " wrongly: " + e.getMessage());
        }
    }

    private static WorkloadInvalid invalid(Location at, String message) {
        return new WorkloadInvalid(List.of(new Problem(at, message)));
    }
}
