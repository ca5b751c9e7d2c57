using Google.Protobuf;

namespace NetThreat.Core.Wire;

/// <summary><see cref="FindingsBatch"/> to and from the bytes of <c>FindingsMessage</c> (findings.proto).</summary>
public static class FindingsCodec
{
    public static byte[] Encode(FindingsBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var w = new FindingsMessage();
        w.Findings.AddRange(batch.Findings.Select(FindingConversion.ToWire));
        if (batch.Watermark is { } m)
            w.Watermark = new() { Source = m.Source, Sources = (uint)m.Sources, TimeNs = m.Time.Nanoseconds, Site = m.Site };
        return w.ToByteArray();
    }

    /// <returns>False with the reason when the bytes are not a plausible message.</returns>
    public static bool TryDecode(ReadOnlyMemory<byte> payload, out FindingsBatch? value, out string? error) =>
        WireCheck.TryDecode(payload, FindingsMessage.Parser, FromWire, out value, out error);

    private static FindingsBatch FromWire(FindingsMessage w, WireCheck check) => new(
        check.List(w.Findings, WireLimits.MaxRecords, "findings", f => FindingConversion.FromWire(f, check)),
        w.Watermark is { } m ? FromWire(m, check) : null);

    private static FindingsWatermark FromWire(FindingsWatermarkRecord w, WireCheck check) => new(
        check.Text(w.Source, WireLimits.MaxName, "a source"), check.Int(w.Sources, int.MaxValue, "a number of sources"),
        new(w.TimeNs), check.Text(w.Site, WireLimits.MaxName, "a site"));
}
