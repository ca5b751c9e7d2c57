using NetThreat.Capture.Files;
using NetThreat.Core.Ledger;
using NetThreat.Core.Net;
using NetThreat.Core.Packets;
using NetThreat.Packets;

namespace NetThreat.Capture.Collector;

/// <summary>The datagrams of exporters inside a capture: UDP payloads that are of our protocols, or all to the given ports.</summary>
/// <param name="packets">Owned.</param>
/// <param name="ports">Ports of collectors; empty takes every datagram whose content says what it is.</param>
internal sealed class CaptureDatagramSource(IPacketSource packets, IReadOnlyList<int> ports) : IDatagramSource, IWarningSource
{
    private readonly PacketBatch _batch = new();
    private DecodedPacket _decoded;
    private int _next;
    private long _other;

    public string Name => packets.Name;

    public bool IsLive => false;

    public IReadOnlyList<LedgerLoss> Losses => packets.Losses;

    public IReadOnlyList<string> Warnings => (packets as IWarningSource)?.Warnings ?? [];

    /// <summary>Packets of the capture that are no datagrams to a collector.</summary>
    public long OtherPackets => _other;

    public bool Read(DatagramBatch batch, CancellationToken cancellation)
    {
        batch.Clear();
        if (_next == _batch.Count)
        {
            _next = 0;
            if (!packets.Read(_batch, cancellation)) return false;
        }

        while (_next < _batch.Count && !batch.IsFull) Take(_batch.Packets[_next++], batch);
        return true;
    }

    public void Dispose() => packets.Dispose();

    private void Take(in CapturedPacket packet, DatagramBatch batch)
    {
        if (PacketDecoder.Decode(packet, ref _decoded) == DecodeOutcome.Flow && _decoded.Protocol == IpProtocol.Udp)
        {
            var payload = packet.Data.Slice(_decoded.PayloadOffset, _decoded.CapturedPayload);
            if (ports.Count > 0 ? ports.Contains(_decoded.DestinationPort) : ExportDecoder.VersionOf(payload) != FlowVersion.None)
            {
                payload.CopyTo(batch.Free);
                batch.Commit(payload.Length, _decoded.Source, packet.Time.Nanoseconds);
                return;
            }
        }

        _other++;
    }
}
