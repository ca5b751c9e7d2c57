using System.Globalization;
using NetThreat.Core.Flows;
using NetThreat.Core.Net;
using NetThreat.Core.Time;
using NetThreat.Evaluation;
using NetThreat.Simulation.Labels;

namespace NetThreat.Learning.Inputs;

/// <summary>
/// What each flow of a labelled capture is: the class of the first malicious activity whose time it overlaps and whose parties it joins,
/// or <c>benign</c>. Where the attackers are too many to name, protocol and ports of the activity must be the flow's too, so that
/// customers of a flooded service are not taken for the flood.
/// </summary>
/// <param name="activities">Of this capture.</param>
internal sealed class FlowLabels(IEnumerable<LabelledActivity> activities)
{
    private readonly LabelledActivity[] _malicious = [.. activities.Where(a => !a.Row.IsBenign)];

    /// <param name="first">Time of the capture's first packet.</param>
    public string Of(FlowRecord flow, Timestamp first)
    {
        foreach (var activity in _malicious)
            if (flow.Start <= first + activity.End && flow.End >= first + activity.Start && Joins(activity, flow.Key)) return activity.Row.Activity;
        return LabelRow.Benign;
    }

    private static bool Joins(LabelledActivity a, FlowKey key)
    {
        bool direct = Side(a.Attackers, key.Originator) && Side(a.Victims, key.Responder), turned = Side(a.Attackers, key.Responder) && Side(a.Victims, key.Originator);
        if (a.Attackers.Count > 0) return direct || turned;
        return direct && ProtocolFits(a.Row.Protocol, key.Protocol) && PortFits(a.Row.Ports, key.ResponderPort);
    }

    private static bool Side(IReadOnlySet<Address> named, Address address) => named.Count == 0 || named.Contains(address);

    private static bool ProtocolFits(string text, byte protocol) => text switch
    {
        "tcp" => protocol == IpProtocol.Tcp,
        "udp" => protocol == IpProtocol.Udp,
        "icmp" => protocol is IpProtocol.Icmp or IpProtocol.IcmpV6,
        _ => true,
    };

    /// <summary>Lists of ports and ranges count; other texts are for people.</summary>
    private static bool PortFits(string text, ushort port)
    {
        bool known = false;
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = part.Split('-');
            if (ends.Length > 2 || !ushort.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out ushort low) || !ushort.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out ushort high)) return true;
            known = true;
            if (port >= low && port <= high) return true;
        }
        return !known;
    }
}
