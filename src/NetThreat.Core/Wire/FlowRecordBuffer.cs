using NetThreat.Core.Flows;

namespace NetThreat.Core.Wire;

/// <summary>
/// One flow record as the bytes of the message <c>FlowSegment</c> (flows.proto), for a store that keeps records singly. The feature row
/// is the message's last field, so that it can be kept apart: the two parts one after the other are the message. Reused from record to
/// record; not thread-safe.
/// </summary>
public sealed class FlowRecordBuffer
{
    private byte[] _bytes = new byte[1024];
    private int _length, _features;

    /// <summary>The record without its feature row; valid until the next <see cref="Encode"/>.</summary>
    public ReadOnlySpan<byte> Facts => _bytes.AsSpan(0, _features);

    /// <summary>The feature row as a field of the message, tag and length included; empty where the record has none.</summary>
    public ReadOnlySpan<byte> Features => _bytes.AsSpan(_features, _length - _features);

    public void Encode(FlowRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var w = new WireWriter(_bytes);
        FlowSegmentWriter.WriteFacts(ref w, record);
        _features = w.Length;
        FlowSegmentWriter.WriteFeatures(ref w, record);
        _bytes = w.Detach(out _length);
    }

    /// <returns>False with the reason when the bytes are not a plausible record.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out FlowRecord? record, out string? error)
    {
        var r = new WireReader(bytes);
        record = FlowSegmentReader.ReadAll(ref r);
        error = r.Error;
        return record is not null;
    }
}
