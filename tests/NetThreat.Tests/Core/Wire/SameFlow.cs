using NetThreat.Core.Flows;

namespace NetThreat.Tests.Core.Wire;

/// <summary>Equality of flow records member by member; features by their bits.</summary>
internal static class SameFlow
{
    public static void Assert(FlowRecord expected, FlowRecord actual)
    {
        Xunit.Assert.Equal(Flat(expected), Flat(actual));
        Xunit.Assert.Equal(expected.Application?.Dns ?? [], actual.Application?.Dns ?? []);
        Xunit.Assert.Equal(expected.Application?.Http ?? [], actual.Application?.Http ?? []);
        Xunit.Assert.Equal(expected.Application?.Fields ?? [], actual.Application?.Fields ?? []);
        Xunit.Assert.Equivalent(expected.Application?.Tls, actual.Application?.Tls, strict: true);
        Xunit.Assert.Equal(expected.Features?.Select(BitConverter.DoubleToInt64Bits), actual.Features?.Select(BitConverter.DoubleToInt64Bits));
    }

    private static object Flat(FlowRecord r) => (
        (r.Id, r.Key, r.Segment, r.Final, r.EndReason, r.Start, r.End), (r.Time, r.Delta, r.Total, r.State, r.History, r.Vlan, r.DirectionDoubtful),
        (r.Application is null, r.Application?.Service, r.Application?.DnsQueries, r.Application?.SshClient, r.Application?.SshServer),
        (r.Application?.ServiceHint, r.Application?.UnusualPort, r.Application?.HttpRequests, r.Application?.FieldsLeftOut, r.Application?.Ssh));
}
