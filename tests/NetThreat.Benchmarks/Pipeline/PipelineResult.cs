namespace NetThreat.Benchmarks.Pipeline;

/// <summary>One prefix of the pipeline and what it cost in all.</summary>
internal sealed record StageCost(string Stage, Measurement Total);

/// <summary>What was measured, with the figures derived from it.</summary>
/// <param name="Stages">Prefixes, each one stage longer than the one before.</param>
internal sealed record PipelineResult(long Packets, long Flows, long Records, long Incidents, long FileBytes, int Repeats, IReadOnlyList<StageCost> Stages)
{
    public Measurement Whole => Stages[^1].Total;

    public double PacketsPerCpuSecond => Packets / Whole.Cpu.TotalSeconds;

    public double FlowsPerCpuSecond => Flows / Whole.Cpu.TotalSeconds;

    public double BytesPerPacket => (double)Whole.AllocatedBytes / Packets;

    public double BytesPerFlow => (double)Whole.AllocatedBytes / Flows;

    /// <summary>CPU seconds of a stage alone: its prefix less the one before. Noise can make it slightly negative.</summary>
    public double OwnSeconds(int stage) => (Stages[stage].Total.Cpu - (stage == 0 ? TimeSpan.Zero : Stages[stage - 1].Total.Cpu)).TotalSeconds;

    public double OwnAllocation(int stage) => Stages[stage].Total.AllocatedBytes - (stage == 0 ? 0 : Stages[stage - 1].Total.AllocatedBytes);
}
