package io.ringtail.dsl.check.host;

import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.payload.Cell;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.ComputerSystem;
import oshi.hardware.GlobalMemory;
import oshi.hardware.NetworkIF;
import oshi.hardware.PhysicalMemory;
import oshi.software.os.OSFileStore;
import oshi.software.os.OSProcess;
import oshi.software.os.OSService;
import oshi.software.os.OperatingSystem;

/**
 * The WMI classes that OSHI can fill, with the names and units that WMI has: sizes of memory in KiB where WMI has KiB. What
 * the machine does not tell is null.
 */
final class HostClasses {
    /** How long the processors are watched to tell their load. */
    private static final long LOAD_MILLIS = 500;

    private final SystemInfo system = new SystemInfo();
    private final Map<String, Supplier<List<Map<String, @Nullable Object>>>> classes =
            new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    HostClasses() {
        classes.put("Win32_Volume", () -> volumes(false));
        classes.put("Win32_LogicalDisk", () -> volumes(true));
        classes.put("Win32_Processor", this::processors);
        classes.put("Win32_Service", this::services);
        classes.put("Win32_Process", this::processes);
        classes.put("Win32_OperatingSystem", this::operatingSystem);
        classes.put("Win32_ComputerSystem", this::computerSystem);
        classes.put("Win32_PhysicalMemory", this::physicalMemory);
        classes.put("Win32_NetworkAdapter", this::networkAdapters);
    }

    Map<String, Supplier<List<Map<String, @Nullable Object>>>> all() {
        return classes;
    }

    private static Map<String, @Nullable Object> object(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return object;
    }

    private static @Nullable String known(@Nullable String text) {
        return text == null || text.isBlank() || text.equalsIgnoreCase("unknown") ? null : text;
    }

    private static @Nullable Long positive(long value) {
        return value > 0 ? value : null;
    }

    private List<Map<String, @Nullable Object>> volumes(boolean logicalDisk) {
        List<Map<String, @Nullable Object>> volumes = new ArrayList<>();
        for (OSFileStore store : system.getOperatingSystem().getFileSystem().getFileStores()) {
            String mount = store.getMount();
            boolean letter = mount.length() >= 2 && mount.charAt(1) == ':';
            String name = letter ? mount.substring(0, 2) : mount;
            Long capacity = positive(store.getTotalSpace());
            Object free = capacity == null ? null : (Object) store.getUsableSpace();
            long type = store.isLocal() ? 3 : 4;
            volumes.add(
                    logicalDisk
                            ? object(
                                    "DeviceID",
                                    name,
                                    "Name",
                                    name,
                                    "VolumeName",
                                    known(store.getLabel()),
                                    "FileSystem",
                                    store.getType(),
                                    "DriveType",
                                    type,
                                    "Size",
                                    capacity,
                                    "FreeSpace",
                                    free)
                            : object(
                                    "Name",
                                    mount,
                                    "DriveLetter",
                                    letter ? name : null,
                                    "Label",
                                    known(store.getLabel()),
                                    "DeviceID",
                                    store.getVolume(),
                                    "FileSystem",
                                    store.getType(),
                                    "DriveType",
                                    type,
                                    "Capacity",
                                    capacity,
                                    "FreeSpace",
                                    free));
        }
        return volumes;
    }

    private List<Map<String, @Nullable Object>> processors() {
        CentralProcessor processor = system.getHardware().getProcessor();
        CentralProcessor.ProcessorIdentifier identifier = processor.getProcessorIdentifier();
        long load = Math.round(processor.getSystemCpuLoad(LOAD_MILLIS) * 100);
        long packages = Math.max(1, processor.getPhysicalPackageCount());
        List<Map<String, @Nullable Object>> processors = new ArrayList<>();
        for (long i = 0; i < packages; i++) {
            // The load of all: which package a logical processor belongs to is not told everywhere.
            processors.add(object(
                    "DeviceID",
                    "CPU" + i,
                    "Name",
                    identifier.getName().strip(),
                    "Manufacturer",
                    known(identifier.getVendor()),
                    "LoadPercentage",
                    load,
                    "NumberOfCores",
                    processor.getPhysicalProcessorCount() / packages,
                    "NumberOfLogicalProcessors",
                    processor.getLogicalProcessorCount() / packages,
                    "MaxClockSpeed",
                    positive(processor.getMaxFreq() / 1_000_000)));
        }
        return processors;
    }

    private List<Map<String, @Nullable Object>> services() {
        List<Map<String, @Nullable Object>> services = new ArrayList<>();
        for (OSService service : system.getOperatingSystem().getServices()) {
            boolean running = service.getState() == OSService.State.RUNNING;
            String state = running ? "Running" : service.getState() == OSService.State.STOPPED ? "Stopped" : "Unknown";
            services.add(object(
                    "Name",
                    service.getName(),
                    "DisplayName",
                    service.getName(),
                    "State",
                    state,
                    "StartMode",
                    null,
                    "Started",
                    running,
                    "ProcessId",
                    (long) Math.max(0, service.getProcessID())));
        }
        return services;
    }

    private List<Map<String, @Nullable Object>> processes() {
        List<Map<String, @Nullable Object>> processes = new ArrayList<>();
        for (OSProcess process : system.getOperatingSystem().getProcesses()) {
            processes.add(object(
                    "Name",
                    process.getName(),
                    "ProcessId",
                    (long) process.getProcessID(),
                    "ParentProcessId",
                    (long) process.getParentProcessID(),
                    "ExecutablePath",
                    known(process.getPath()),
                    "CommandLine",
                    known(process.getCommandLine().replace('\0', ' ').strip()),
                    "ThreadCount",
                    (long) process.getThreadCount(),
                    "WorkingSetSize",
                    process.getResidentMemory(),
                    "VirtualSize",
                    process.getVirtualSize(),
                    "KernelModeTime",
                    process.getKernelTime() * Ticks.PER_MILLISECOND,
                    "UserModeTime",
                    process.getUserTime() * Ticks.PER_MILLISECOND,
                    "CreationDate",
                    new Cell.Datetime(Ticks.AT_UNIX_ZERO + process.getStartTime() * Ticks.PER_MILLISECOND),
                    "HandleCount",
                    positive(process.getOpenFiles())));
        }
        return processes;
    }

    private List<Map<String, @Nullable Object>> operatingSystem() {
        OperatingSystem os = system.getOperatingSystem();
        GlobalMemory memory = system.getHardware().getMemory();
        return List.of(object(
                "Caption",
                os.toString(),
                "Version",
                os.getVersionInfo().getVersion(),
                "BuildNumber",
                known(os.getVersionInfo().getBuildNumber()),
                "CSName",
                os.getNetworkParams().getHostName(),
                "OSArchitecture",
                os.getBitness() + "-bit",
                "LastBootUpTime",
                new Cell.Datetime(Ticks.AT_UNIX_ZERO + os.getSystemBootTime() * Ticks.PER_SECOND),
                "TotalVisibleMemorySize",
                memory.getTotal() >> 10,
                "FreePhysicalMemory",
                memory.getAvailable() >> 10,
                "TotalVirtualMemorySize",
                memory.getVirtualMemory().getVirtualMax() >> 10,
                "FreeVirtualMemory",
                (memory.getVirtualMemory().getVirtualMax()
                                - memory.getVirtualMemory().getVirtualInUse())
                        >> 10,
                "NumberOfProcesses",
                (long) os.getProcessCount()));
    }

    private List<Map<String, @Nullable Object>> computerSystem() {
        ComputerSystem computer = system.getHardware().getComputerSystem();
        CentralProcessor processor = system.getHardware().getProcessor();
        return List.of(object(
                "Name",
                system.getOperatingSystem().getNetworkParams().getHostName(),
                "Manufacturer",
                known(computer.getManufacturer()),
                "Model",
                known(computer.getModel()),
                "Domain",
                known(system.getOperatingSystem().getNetworkParams().getDomainName()),
                "NumberOfProcessors",
                (long) processor.getPhysicalPackageCount(),
                "NumberOfLogicalProcessors",
                (long) processor.getLogicalProcessorCount(),
                "TotalPhysicalMemory",
                system.getHardware().getMemory().getTotal()));
    }

    private List<Map<String, @Nullable Object>> physicalMemory() {
        List<Map<String, @Nullable Object>> banks = new ArrayList<>();
        for (PhysicalMemory bank : system.getHardware().getMemory().getPhysicalMemory()) {
            banks.add(object(
                    "BankLabel",
                    known(bank.getBankLabel()),
                    "Capacity",
                    positive(bank.getCapacity()),
                    "Speed",
                    positive(bank.getClockSpeed() / 1_000_000),
                    "Manufacturer",
                    known(bank.getManufacturer()),
                    "PartNumber",
                    known(bank.getPartNumber()),
                    "SerialNumber",
                    known(bank.getSerialNumber())));
        }
        return banks;
    }

    private List<Map<String, @Nullable Object>> networkAdapters() {
        List<Map<String, @Nullable Object>> adapters = new ArrayList<>();
        for (NetworkIF adapter : system.getHardware().getNetworkIFs(true)) {
            boolean up = adapter.getIfOperStatus() == NetworkIF.IfOperStatus.UP;
            adapters.add(object(
                    "Name",
                    adapter.getName(),
                    "NetConnectionID",
                    adapter.getDisplayName(),
                    "InterfaceIndex",
                    (long) adapter.getIndex(),
                    "MACAddress",
                    known(adapter.getMacaddr().toUpperCase(Locale.ROOT)),
                    "Speed",
                    positive(adapter.getSpeed()),
                    "NetConnectionStatus",
                    up ? 2L : 7L,
                    "NetEnabled",
                    up,
                    "IPAddress",
                    List.copyOf(Arrays.asList(adapter.getIPv4addr()))));
        }
        return adapters;
    }
}
