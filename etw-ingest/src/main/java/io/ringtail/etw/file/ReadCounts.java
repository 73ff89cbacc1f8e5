package io.ringtail.etw.file;

/**
 * What reading a trace has cost so far.
 *
 * @param buffers how often the data of a buffer was read, the same one again included
 * @param decompressed how often it had to be decompressed for that
 */
public record ReadCounts(long buffers, long decompressed) {}
