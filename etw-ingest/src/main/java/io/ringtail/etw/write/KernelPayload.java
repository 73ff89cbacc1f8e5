package io.ringtail.etw.write;

/**
 * The payloads of kernel events, laid out as current Windows versions do. Pointers are as wide as the builder's.
 * Texts are UTF-16 or ASCII; addresses are kept as the 64 bits they have.
 */
public sealed interface KernelPayload {
    /** Appends the fields to the builder. */
    void writeTo(PayloadBuilder out);

    /**
     * Process start, end and rundown, version 4.
     *
     * @param key the kernel's address of the process
     * @param sid the user's SID as bytes, see {@link SecurityId}; empty for none
     */
    record ProcessFacts(
            long key,
            int pid,
            int parentPid,
            int sessionId,
            int exitStatus,
            long directoryTableBase,
            int flags,
            byte[] sid,
            String imageFileName,
            String commandLine,
            String packageFullName,
            String applicationId)
            implements KernelPayload {
        @Override
        public void writeTo(PayloadBuilder out) {
            out.pointer(key).int32(pid).int32(parentPid).int32(sessionId).int32(exitStatus);
            out.pointer(directoryTableBase).int32(flags);
            if (sid.length == 0) {
                out.int32(0);
            } else {
                out.pointer(key).pointer(0).raw(sid);
            }
            out.utf8(imageFileName).utf16(commandLine).utf16(packageFullName).utf16(applicationId);
        }
    }

    /** Thread start, end and rundown, version 3. */
    record ThreadFacts(
            int pid,
            int tid,
            long stackBase,
            long stackLimit,
            long userStackBase,
            long userStackLimit,
            long affinity,
            long startAddress,
            long tebBase,
            int subProcessTag,
            int basePriority)
            implements KernelPayload {
        private static final int NORMAL_PAGE_PRIORITY = 5;
        private static final int NORMAL_IO_PRIORITY = 2;

        @Override
        public void writeTo(PayloadBuilder out) {
            out.int32(pid).int32(tid).pointer(stackBase).pointer(stackLimit);
            out.pointer(userStackBase).pointer(userStackLimit).pointer(affinity);
            out.pointer(startAddress).pointer(tebBase).int32(subProcessTag);
            out.int8(basePriority)
                    .int8(NORMAL_PAGE_PRIORITY)
                    .int8(NORMAL_IO_PRIORITY)
                    .int8(0);
        }
    }

    /** Image load, unload and rundown, version 3. */
    record ImageFacts(long base, long size, int pid, int checksum, int timeDateStamp, long defaultBase, String fileName)
            implements KernelPayload {
        @Override
        public void writeTo(PayloadBuilder out) {
            out.pointer(base)
                    .pointer(size)
                    .int32(pid)
                    .int32(checksum)
                    .int32(timeDateStamp)
                    .int32(0);
            out.pointer(defaultBase).zeros(4 * Integer.BYTES).utf16(fileName);
        }
    }

    /**
     * Disk read and write, version 3.
     *
     * @param responseTime in raw clock units
     */
    record DiskTransfer(
            int diskNumber,
            int irpFlags,
            int transferBytes,
            long byteOffset,
            long fileObject,
            long irp,
            long responseTime,
            int issuingTid)
            implements KernelPayload {
        @Override
        public void writeTo(PayloadBuilder out) {
            out.int32(diskNumber).int32(irpFlags).int32(transferBytes).int32(0).int64(byteOffset);
            out.pointer(fileObject).pointer(irp).int64(responseTime).int32(issuingTid);
        }
    }

    /** The name of a file object: creation and rundown, version 2. */
    record FileName(long fileObject, String name) implements KernelPayload {
        @Override
        public void writeTo(PayloadBuilder out) {
            out.pointer(fileObject).utf16(name);
        }
    }

    /** TCP receive over IPv4, version 2. Addresses are numbers whose highest byte is written first. */
    record TcpReceive(
            int pid,
            int bytes,
            int remoteAddress,
            int localAddress,
            int remotePort,
            int localPort,
            int sequenceNumber,
            long connection)
            implements KernelPayload {
        @Override
        public void writeTo(PayloadBuilder out) {
            writeStart(out, pid, bytes, remoteAddress, localAddress, remotePort, localPort);
            out.pointer(connection).int32(sequenceNumber);
        }

        static void writeStart(
                PayloadBuilder out,
                int pid,
                int bytes,
                int remoteAddress,
                int localAddress,
                int remotePort,
                int localPort) {
            out.int32(pid).int32(bytes);
            out.int32(Integer.reverseBytes(remoteAddress)).int32(Integer.reverseBytes(localAddress));
            out.int16BigEndian(remotePort).int16BigEndian(localPort);
        }
    }

    /** TCP send over IPv4, version 2; start and end time in the kernel's ticks since boot. */
    record TcpSend(
            int pid,
            int bytes,
            int remoteAddress,
            int localAddress,
            int remotePort,
            int localPort,
            int startTime,
            int endTime,
            int sequenceNumber,
            long connection)
            implements KernelPayload {
        @Override
        public void writeTo(PayloadBuilder out) {
            TcpReceive.writeStart(out, pid, bytes, remoteAddress, localAddress, remotePort, localPort);
            out.int32(startTime).int32(endTime).int32(sequenceNumber).pointer(connection);
        }
    }

    /** TCP connect and accept over IPv4, version 2. */
    record TcpConnect(
            int pid,
            int remoteAddress,
            int localAddress,
            int remotePort,
            int localPort,
            int maximumSegment,
            int sequenceNumber,
            long connection)
            implements KernelPayload {
        private static final int WINDOW = 0x10000;

        @Override
        public void writeTo(PayloadBuilder out) {
            TcpReceive.writeStart(out, pid, 0, remoteAddress, localAddress, remotePort, localPort);
            out.int16(maximumSegment).int16(1).int16(0).int16(1);
            out.int32(WINDOW).int16(8).int16(8).int32(sequenceNumber).pointer(connection);
        }
    }

    /** A profile sample, version 2. */
    record Sample(long instructionPointer, int tid, int count) implements KernelPayload {
        private static final int FLAGS = 0x40;

        @Override
        public void writeTo(PayloadBuilder out) {
            out.pointer(instructionPointer).int32(tid).int16(count).int8(FLAGS).int8(0);
        }
    }

    /** A stack, version 2: of the event of this raw time and thread. */
    record StackWalk(long eventRawTime, int pid, int tid, long[] addresses) implements KernelPayload {
        @Override
        public void writeTo(PayloadBuilder out) {
            out.int64(eventRawTime).int32(pid).int32(tid);
            for (long address : addresses) {
                out.pointer(address);
            }
        }
    }

    /** A context switch, version 2. */
    record ContextSwitch(
            int newTid, int oldTid, int newPriority, int oldPriority, int oldWaitReason, int oldState, int newWaitTime)
            implements KernelPayload {
        @Override
        public void writeTo(PayloadBuilder out) {
            out.int32(newTid)
                    .int32(oldTid)
                    .int8(newPriority)
                    .int8(oldPriority)
                    .int8(0)
                    .int8(0);
            out.int8(oldWaitReason)
                    .int8(0)
                    .int8(oldState)
                    .int8(0)
                    .int32(newWaitTime)
                    .int32(0);
        }
    }

    /** A thread made ready, version 2. */
    record ReadyThread(int tid, int adjustReason, int adjustIncrement) implements KernelPayload {
        @Override
        public void writeTo(PayloadBuilder out) {
            out.int32(tid).int8(adjustReason).int8(adjustIncrement).int8(0).int8(0);
        }
    }

    /** The processors and the machine's name, version 3. */
    record CpuConfig(int megahertz, int cpus, int memoryMegabytes, String computerName, String domainName)
            implements KernelPayload {
        private static final int COMPUTER_NAME_BYTES = 512;
        private static final int DOMAIN_NAME_BYTES = 268;
        private static final int PAGE_BYTES = 4096;
        private static final int ALLOCATION_BYTES = 65536;
        private static final int ARCHITECTURE_AMD64 = 9;

        public CpuConfig {
            checkName("computer", computerName, COMPUTER_NAME_BYTES);
            checkName("domain", domainName, DOMAIN_NAME_BYTES);
        }

        @Override
        public void writeTo(PayloadBuilder out) {
            out.int32(megahertz)
                    .int32(cpus)
                    .int32(memoryMegabytes)
                    .int32(PAGE_BYTES)
                    .int32(ALLOCATION_BYTES);
            out.utf16Unterminated(computerName).zeros(COMPUTER_NAME_BYTES - 2 * computerName.length());
            out.utf16Unterminated(domainName).zeros(DOMAIN_NAME_BYTES - 2 * domainName.length());
            out.pointer(0).pointer(0x7FFF_FFFE_FFFFL);
            out.int16(ARCHITECTURE_AMD64).int16(0).int16(0).int8(1).int8(1).int32(0);
        }

        private static void checkName(String what, String name, int bytes) {
            if (2 * name.length() + 2 > bytes) {
                throw new IllegalArgumentException(
                        "a " + what + "'s name has at most " + (bytes / 2 - 1) + " characters, not " + name.length());
            }
        }
    }
}
