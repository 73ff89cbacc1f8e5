package io.ringtail.ring.journal;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * How safe, and how large, what is written is kept.
 *
 * @param syncInterval how often what was committed is brought to the disk by itself; zero: when a publisher asks and when
 *     the operating system gets to it
 * @param minFreeBytes so much of the disk is left to others: before that the writer pauses
 * @param patience how long it waits for room then, before the journal fails
 * @param retention what is deleted in the course of writing; see {@link Retention}
 * @param disk brings files to the disk
 */
public record StorageOptions(
        Duration syncInterval, long minFreeBytes, Duration patience, List<Retention> retention, DiskSync disk) {
    public StorageOptions {
        retention = List.copyOf(retention);
        Objects.requireNonNull(disk);
        if (syncInterval.isNegative()) {
            throw new IllegalArgumentException("syncInterval is not below zero: " + syncInterval);
        }
        if (minFreeBytes < 0) {
            throw new IllegalArgumentException("minFreeBytes is not below zero: " + minFreeBytes);
        }
        if (patience.isNegative()) {
            throw new IllegalArgumentException("patience is not below zero: " + patience);
        }
    }

    public static StorageOptions defaults() {
        return new StorageOptions(
                Duration.ZERO, // whoever needs an event on the disk asks for it
                64L << 20, // enough to log in and clean up
                Duration.ofDays(3650), // an agent waits for as long as it takes, and counts what it lost
                List.of(), // nothing is deleted unasked
                DiskSync.OF_SYSTEM);
    }

    public StorageOptions withSyncInterval(Duration newSyncInterval) {
        return new StorageOptions(newSyncInterval, minFreeBytes, patience, retention, disk);
    }

    public StorageOptions withMinFreeBytes(long newMinFreeBytes) {
        return new StorageOptions(syncInterval, newMinFreeBytes, patience, retention, disk);
    }

    public StorageOptions withPatience(Duration newPatience) {
        return new StorageOptions(syncInterval, minFreeBytes, newPatience, retention, disk);
    }

    public StorageOptions withRetention(List<Retention> newRetention) {
        return new StorageOptions(syncInterval, minFreeBytes, patience, newRetention, disk);
    }

    public StorageOptions withDisk(DiskSync newDisk) {
        return new StorageOptions(syncInterval, minFreeBytes, patience, retention, newDisk);
    }
}
