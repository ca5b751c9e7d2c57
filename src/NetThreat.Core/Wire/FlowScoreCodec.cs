using Google.Protobuf;
using NetThreat.Core.Scores;

namespace NetThreat.Core.Wire;

/// <summary>A flow's scores by themselves, as state of a detector keeps them.</summary>
public static class FlowScoreCodec
{
    public static byte[] Encode(FlowScore score) => ScoreConversion.ToWire(score).ToByteArray();

    public static bool TryDecode(ReadOnlyMemory<byte> payload, out FlowScore? score, out string? error) =>
        WireCheck.TryDecode(payload, FlowScoreRecord.Parser, ScoreConversion.FromWire, out score, out error);
}
