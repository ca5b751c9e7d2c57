using NetThreat.Core.Flows;

namespace NetThreat.Learning.SequenceWindows;

/// <summary>A flow's first packets as steps: the sequence of packet lengths and times (SPLT).</summary>
public static class PacketSteps
{
    /// <summary>The columns of a step.</summary>
    public static IReadOnlyList<FeatureColumn> Columns { get; } =
    [
        new("packet_direction", "sign", "1 for a packet of the originator, -1 for one of the responder.", null),
        new("packet_length", "signed logarithm", "IP bytes of the packet: ln(1 + bytes) / 8.", null),
        new("packet_gap", "signed logarithm", "Microseconds since the packet before: ln(1 + us) / 8.", null),
        new("packet_syn", "flag", "1 for a TCP packet with SYN.", null),
        new("packet_end", "flag", "1 for a TCP packet with FIN or RST.", null),
    ];

    private const byte Fin = 1, Syn = 2, Rst = 4;

    /// <summary>Writes the first packets as steps of <see cref="Columns"/>, and zeros behind them.</summary>
    /// <param name="sequence">Whole steps.</param>
    /// <returns>Steps that are there.</returns>
    public static int Fill(PacketSequence packets, Span<float> sequence)
    {
        int width = Columns.Count, steps = Math.Min(packets.Lengths.Length, sequence.Length / width);
        for (int i = 0; i < steps; i++)
        {
            var step = sequence.Slice(i * width, width);
            step[0] = packets.Lengths[i] < 0 ? -1 : 1;
            step[1] = StepScale.Of(Math.Abs((double)packets.Lengths[i]));
            step[2] = StepScale.Of(packets.Gaps[i]);
            step[3] = (packets.Flags[i] & Syn) != 0 ? 1 : 0;
            step[4] = (packets.Flags[i] & (Fin | Rst)) != 0 ? 1 : 0;
        }
        sequence[(steps * width)..].Clear();
        return steps;
    }
}
