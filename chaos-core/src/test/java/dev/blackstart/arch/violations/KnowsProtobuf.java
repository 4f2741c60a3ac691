package dev.blackstart.arch.violations;

import com.google.protobuf.Message;

interface KnowsProtobuf {
    Message message();
}
