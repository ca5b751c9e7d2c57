using System.Globalization;
using NetThreat.Capture.Collector;
using NetThreat.Capture.Ipfix;
using NetThreat.Core.Net;

namespace NetThreat.Tests.Conformance;

/// <summary>Our record under pmacct's names and in its spelling.</summary>
internal static class PmacctFields
{
    /// <summary>Everything but the counters: what pmacct adds up by.</summary>
    public static readonly string[] Keys =
    [
        "iface_in", "iface_out", "ip_src", "ip_dst", "net_src", "net_dst", "mask_src", "mask_dst", "port_src", "port_dst", "tcp_flags", "fwd_status",
        "mpls_label_stack", "ip_proto", "tos", "timestamp_start", "timestamp_end", "mpls_tl_ipv4_address", "mpls_tl_prefix_length", "mpls_tl_type",
        "vrf_id_egress", "vrf_id_ingress",
    ];

    public static string Of(CollectedRecords.Item item, string name)
    {
        var r = item.Record!.Value;
        return name switch
        {
            "iface_in" => U(r.InputInterface),
            "iface_out" => U(r.OutputInterface),
            "ip_src" => r.Source.ToString(),
            "ip_dst" => r.Destination.ToString(),
            "net_src" => Network(r.Source, r.SourceMask),
            "net_dst" => Network(r.Destination, r.DestinationMask),
            "mask_src" => U(r.SourceMask),
            "mask_dst" => U(r.DestinationMask),
            "port_src" => U(r.SourcePort),
            "port_dst" => U(r.DestinationPort),
            "tcp_flags" => Flags(r.TcpFlags),
            "fwd_status" => Status(r.ForwardingStatus),
            "mpls_label_stack" => Labels(r),
            "ip_proto" => r.Protocol switch { 58 => "ipv6-icmp", 112 => "vrrp", var p => IpProtocol.Name(p) },
            "tos" => U(r.TypeOfService),
            "timestamp_start" => Seconds(item, r.StartUptime, r.Start),
            "timestamp_end" => Seconds(item, r.EndUptime, r.End),
            "mpls_tl_ipv4_address" => item.Value(0, 47) is { } v ? Address.FromBytes(v).ToString() : "0.0.0.0",
            "mpls_tl_prefix_length" => Number(item, 91),
            "mpls_tl_type" => Number(item, 46),
            "vrf_id_egress" => U(r.EgressVrf),
            "vrf_id_ingress" => U(r.IngressVrf),
            _ => throw new ArgumentException(name),
        };
    }

    /// <summary>From an uptime pmacct takes whole seconds off whole seconds: up to one second after what the milliseconds say.</summary>
    private static string Seconds(CollectedRecords.Item item, uint uptime, long time) => item.Header.Uptime is { } now
        ? U((ulong)(item.Header.Exported / 1_000_000_000 - (now - uptime) / 1000))
        : U((ulong)(time / 1_000_000_000));

    private static string Number(CollectedRecords.Item item, ushort id) => U(item.Value(0, id) is { } v ? FieldReader.Unsigned(v) : 0);

    private static string U(ulong n) => n.ToString(CultureInfo.InvariantCulture);

    /// <summary>Their names in alphabetical order, one space between.</summary>
    private static string Flags(byte flags)
    {
        string[] names = ["FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"];
        return string.Join(' ', names.Where((_, i) => (flags & 1 << i) != 0).Order(StringComparer.Ordinal));
    }

    /// <summary>RFC 7270 section 4.12.</summary>
    private static string Status(uint status) => status switch
    {
        0 => "UNKNOWN Unclassified",
        64 => "FORWARDED Unknown",
        195 => "CONSUMED For us",
        _ => U(status),
    };

    private static string Labels(in ForeignRecord r)
    {
        var labels = new List<string>();
        for (int i = 0; i < r.LabelCount; i++)
            if (r.Labels[i] >> 4 is > 0 and var label) labels.Add($"{i}-{label}");
        return string.Join(' ', labels);
    }

    private static string Network(Address address, int mask)
    {
        int bits = address.IsV4 ? 96 + mask : mask;
        var none = address.IsV4 ? Address.FromV4(0) : default;
        if (mask == 0) return none.ToString();
        var value = ((UInt128)address.High << 64 | address.Low) & (bits >= 128 ? UInt128.MaxValue : ~(UInt128.MaxValue >> bits));
        return new Address((ulong)(value >> 64), (ulong)value).ToString();
    }
}
