using NetThreat.Testing.Conformance;

namespace NetThreat.Tests.Conformance;

/// <summary>Records of NetFlow, IPFIX and sFlow against telegraf's netflow input.</summary>
internal sealed class TelegrafPeer : IPeer
{
    public string Name => "telegraf";

    public string Unit => "fields of records";

    public double Goal => 1;

    public long EqualFloor => 1050;

    public void Compare(PeerTally tally)
    {
        var table = new CollectorTable();
        CollectorTelegrafTests.CompareAll(table);
        table.CopyTo(tally);
    }
}
