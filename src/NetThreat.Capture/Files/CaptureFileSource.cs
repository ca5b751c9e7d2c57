using NetThreat.Core.Ledger;
using NetThreat.Core.Packets;

namespace NetThreat.Capture.Files;

/// <summary>Packets of one capture file, in the order of the file.</summary>
internal sealed class CaptureFileSource(string name, CaptureBuffer buffer, IRecordReader reader) : IPacketSource, IWarningSource
{
    private readonly SortedDictionary<string, long> _losses = new(StringComparer.Ordinal);
    private readonly List<string> _warnings = [];
    private long _packets;
    private bool _ended;

    public string Name => name;

    public bool IsLive => false;

    public IReadOnlyList<LedgerLoss> Losses =>
        [.. _losses.Select(l => new LedgerLoss(l.Key, l.Value)).Concat(reader.Drops.Where(d => d.Count > 0)).OrderBy(l => l.Reason, StringComparer.Ordinal)];

    public IReadOnlyList<string> Warnings => _warnings;

    public bool Read(PacketBatch batch, CancellationToken cancellation)
    {
        batch.Clear();
        cancellation.ThrowIfCancellationRequested();
        while (!_ended && !batch.IsFull)
        {
            var result = Next(batch);
            if (result is RecordResult.NeedMore) break;
            if (result is not (RecordResult.Packet or RecordResult.Other)) End(result, _packets + batch.Count);
        }

        _packets += batch.Count;
        return batch.Count > 0;
    }

    public void Dispose() => buffer.Dispose();

    /// <summary>A stream that fails below the format (a broken gzip block, a vanished disk) ends the file like a corrupt record.</summary>
    private RecordResult Next(PacketBatch batch)
    {
        try
        {
            return reader.Next(buffer, batch, mayFill: batch.Count == 0);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            Lose("corrupt_capture", $"'{name}' cannot be read beyond packet {_packets + batch.Count}: {e.Message.ReplaceLineEndings(" ")}");
            return RecordResult.End;
        }
    }

    private void End(RecordResult result, long packets)
    {
        _ended = true;
        if (result == RecordResult.Cut)
            Lose("truncated_file", $"'{name}' ends inside a record after packet {packets}: it was cut short; everything before was read");
        if (result == RecordResult.Corrupt)
            Lose("corrupt_capture", $"'{name}' is corrupt after packet {packets} (byte {buffer.Position}): {reader.Fault}; everything before was read");
        if (reader.Drops.Sum(d => d.Count) is > 0 and var dropped)
            _warnings.Add($"'{name}' has holes: the program that captured it reports {dropped} packets that it did not get");
        if (reader.ClampedTimes > 0)
            _warnings.Add($"'{name}': {reader.ClampedTimes} packets have times outside the years 1677 to 2262; the nearest time stands for them");
    }

    private void Lose(string reason, string warning)
    {
        _losses[reason] = _losses.GetValueOrDefault(reason) + 1;
        _warnings.Add(warning);
    }
}
