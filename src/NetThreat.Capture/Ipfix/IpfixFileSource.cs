using System.Buffers.Binary;
using NetThreat.Capture.Collector;
using NetThreat.Core.Ledger;
using NetThreat.Core.Packets;

namespace NetThreat.Capture.Ipfix;

/// <summary>The messages of an IPFIX file (RFC 5655): one after the other, received when they were exported.</summary>
/// <param name="stream">Owned.</param>
internal sealed class IpfixFileSource(Stream stream, string name) : IDatagramSource
{
    private readonly byte[] _header = new byte[IpfixMessage.HeaderLength];
    private bool _ended, _cut;

    public string Name => name;

    public bool IsLive => false;

    public IReadOnlyList<LedgerLoss> Losses => _cut ? [new("truncated_file", 1)] : [];

    /// <exception cref="CaptureException">The stream cannot be read.</exception>
    public bool Read(DatagramBatch batch, CancellationToken cancellation)
    {
        batch.Clear();
        cancellation.ThrowIfCancellationRequested();
        try
        {
            while (!_ended && !batch.IsFull) _ended = !Next(batch);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new CaptureException($"'{name}' cannot be read: {e.Message.ReplaceLineEndings(" ")}", e);
        }

        return batch.Count > 0;
    }

    public void Dispose() => stream.Dispose();

    private bool Next(DatagramBatch batch)
    {
        int n = stream.ReadAtLeast(_header, _header.Length, throwOnEndOfStream: false);
        if (n == 0) return false;
        int length = n < _header.Length ? 0 : BinaryPrimitives.ReadUInt16BigEndian(_header.AsSpan(2));
        if (length < _header.Length || BinaryPrimitives.ReadUInt16BigEndian(_header) != 10)
        {
            _cut = true;
            return false;
        }

        var to = batch.Free;
        _header.CopyTo(to);
        int body = stream.ReadAtLeast(to[_header.Length..length], length - _header.Length, throwOnEndOfStream: false);
        if (body < length - _header.Length) _cut = true;
        if (!_cut) batch.Commit(length, default, BinaryPrimitives.ReadUInt32BigEndian(_header.AsSpan(4)) * 1_000_000_000L);
        return !_cut;
    }
}
