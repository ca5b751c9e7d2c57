using NetThreat.Core.Flows;

namespace NetThreat.Tests.Core.Wire;

/// <summary>Equality of flow records member by member; features by their bits.</summary>
internal static class SameFlow
{
    public static void Assert(FlowRecord expected, FlowRecord actual)
    {
        Xunit.Assert.Equal(Flat(expected), Flat(actual));
        Xunit.Assert.Equal(expected.Application?.Dns ?? [], actual.Application?.Dns ?? []);
        Xunit.Assert.Equal(expected.Features?.Select(BitConverter.DoubleToInt64Bits), actual.Features?.Select(BitConverter.DoubleToInt64Bits));
    }

    private static object Flat(FlowRecord r) => (
        (r.Id, r.Key, r.Segment, r.Final, r.EndReason, r.Start, r.End), (r.Time, r.Delta, r.Total, r.State, r.History, r.Vlan, r.DirectionDoubtful),
        (r.Application is null, r.Application?.Service, r.Application?.DnsQueries, r.Application?.SshClient, r.Application?.SshServer));
}
