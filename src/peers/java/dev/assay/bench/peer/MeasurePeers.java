package dev.assay.bench.peer;

import dev.assay.bench.engine.MeasureEngine;

/** Measures other engines on the shipped policy beside ours; docs/benchmarks.md has the command. */
public final class MeasurePeers {
    private MeasurePeers() {}

    public static void main(String... arguments) throws Exception {
        new MeasureEngine(System.out).throughput(1, MeasureEngine.options().include("PeerBenchmark"));
    }
}
