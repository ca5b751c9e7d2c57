using NetThreat.Testing.Conformance;

namespace NetThreat.Tests.Conformance;

/// <summary>Records of NetFlow v9 and IPFIX against pmacct's nfacctd.</summary>
internal sealed class PmacctPeer : IPeer
{
    public string Name => "pmacct";

    public string Unit => "fields of rows";

    public double Goal => 1;

    public long EqualFloor => 1746;

    public void Compare(PeerTally tally)
    {
        var table = new CollectorTable();
        CollectorPmacctTests.CompareAll(table);
        table.CopyTo(tally);
    }
}
