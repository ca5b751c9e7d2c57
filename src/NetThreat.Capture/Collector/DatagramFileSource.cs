using NetThreat.Core.Ledger;
using NetThreat.Core.Net;

namespace NetThreat.Capture.Collector;

/// <summary>One file that is one datagram of an exporter, received when it was exported.</summary>
internal sealed class DatagramFileSource(byte[] datagram, string name) : IDatagramSource
{
    private bool _given;

    public string Name => name;

    public bool IsLive => false;

    public IReadOnlyList<LedgerLoss> Losses => [];

    public bool Read(DatagramBatch batch, CancellationToken cancellation)
    {
        batch.Clear();
        if (_given || datagram.Length > DatagramBatch.MaxDatagram) return false;
        _given = true;
        datagram.CopyTo(batch.Free);
        batch.Commit(datagram.Length, Address.Parse("127.0.0.1"), ExportDecoder.ExportedAt(datagram));
        return true;
    }

    public void Dispose()
    {
    }
}
