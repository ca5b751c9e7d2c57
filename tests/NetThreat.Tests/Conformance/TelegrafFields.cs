using System.Buffers.Binary;
using System.Globalization;
using NetThreat.Capture.Collector;
using NetThreat.Capture.Ipfix;
using NetThreat.Core.Net;

namespace NetThreat.Tests.Conformance;

/// <summary>Our record under telegraf's names and in its spelling.</summary>
internal static class TelegrafFields
{
    /// <returns>Null for a name that is no element of a record.</returns>
    public static string? Of(CollectedRecords.Item item, string name) =>
        item.Counters is not null ? Counter(item, name) : (item.Record is { } r ? Flow(item, r, name) : null) ?? Raw(item, name);

    private static string? Flow(CollectedRecords.Item item, in ForeignRecord r, string name) => name switch
    {
        "protocol" => IpProtocol.Name(r.Protocol),
        "src" => r.Source.ToString(),
        "dst" => r.Destination.ToString(),
        "src_port" => U(r.SourcePort),
        "dst_port" => U(r.DestinationPort),
        "in_bytes" => U(r.Octets),
        "in_packets" => U(r.Packets),
        "in_total_bytes" => U(r.OctetsTotal),
        "in_total_packets" => U(r.PacketsTotal),
        "first_switched" => U(r.StartUptime),
        "last_switched" => U(r.EndUptime),
        "flow_start_ms" => U((ulong)(r.Start / 1_000_000)),
        "flow_end_ms" => U((ulong)(r.End / 1_000_000)),
        "flow_start" => U((ulong)(r.Start / 1_000_000_000)),
        "flow_end" => U((ulong)(r.End / 1_000_000_000)),
        "tcp_flags" => Flags(r.TcpFlags),
        "src_tos" => Hex([r.TypeOfService]),
        "src_mask" => U(r.SourceMask),
        "dst_mask" => U(r.DestinationMask),
        "bgp_src_as" => U(r.SourceAs),
        "bgp_dst_as" => U(r.DestinationAs),
        "in_snmp" => U(r.InputInterface),
        "out_snmp" => U(r.OutputInterface),
        "next_hop" => (r.NextHop == default ? Address.FromV4(0) : r.NextHop).ToString(),
        "vlan_src" => U(r.Vlan),
        "icmp_type" => U(r.IcmpType),
        "icmp_code" => U(r.IcmpCode),
        "flow_end_reason" => r.EndReason switch { 1 => "idle timeout", 2 => "active timeout", 3 => "end of flow", 4 => "forced end", 5 => "lack of resources", var n => U(n) },
        "in_src_mac" => Mac(r.SourceMac),
        "out_dst_mac" => Mac(r.DestinationMac),
        "ip_version" => r.IpVersion == 4 ? "IPv4" : r.IpVersion == 6 ? "IPv6" : U(r.IpVersion),
        "fwd_status" => (r.ForwardingStatus >> 6) switch { 0 => "unknown", 1 => "forwarded", 2 => "dropped", _ => "consumed" },
        "fwd_reason" => (r.ForwardingStatus & 0x3F) == 0 ? "unknown" : U(r.ForwardingStatus),
        "engine_type" when item.Domain.Key.Version == FlowVersion.NetFlow5 => U(item.Domain.Key.Domain >> 8),
        "engine_id" when item.Domain.Key.Version == FlowVersion.NetFlow5 => Hex([(byte)item.Domain.Key.Domain]),
        "sys_uptime" => U(item.Header.Uptime ?? 0),
        "seq_number" => U(item.Header.Sequence),
        "sampling_interval" when item.Domain.Key.Version == FlowVersion.NetFlow5 => U((ulong)(item.Domain.Sampling.Default == 1 ? 0 : item.Domain.Sampling.Default)),
        _ => null,
    };

    private static string? Raw(CollectedRecords.Item item, string name) => name switch
    {
        "in_bytes" => Number(item, 1),
        "in_snmp" => Number(item, 10) ?? Scope(item, 2),
        "out_snmp" => Number(item, 14) ?? Scope(item, 2),
        "in_total_packets" => Number(item, 86),
        "interface" => Text(item, 82),
        "interface_desc" => Text(item, 83),
        "dst_tos" => HexOf(item, 0, 55),
        "engine_type" => Number(item, 38),
        "engine_id" => HexOf(item, 0, 39),
        "observation_domain_id" => Number(item, 149),
        "exporting_pid" => Number(item, 144),
        "total_flows_exported" => Number(item, 42),
        "dropped_packets_total" => Number(item, 135),
        "ignored_packet_total" => Number(item, 164),
        "notsent_packet_total" => Number(item, 167),
        "system_init_ms" => Number(item, 160),
        "event_time" => Number(item, 323) ?? Number(item, 322) ?? Number(item, 258),
        "exporter" => item.Value(0, 130) is { } v ? Address.FromBytes(v).ToString() : null,
        "padding" => HexOf(item, 0, 210),
        _ when name.StartsWith("type_", StringComparison.Ordinal) => Unknown(item, name.Split('_')),
        _ => null,
    };

    private static string? Unknown(CollectedRecords.Item item, string[] parts)
    {
        uint enterprise = uint.Parse(parts[1], CultureInfo.InvariantCulture);
        ushort id = ushort.Parse(parts[^1], CultureInfo.InvariantCulture);
        if (parts[2] == "rev") id |= InformationElements.CertReverseBit;
        // In options they leave the bit in the number that says that an enterprise follows.
        id &= 0x7FFF;
        // What their table knows as text is printed so.
        return item.Value(enterprise, id) is { Length: 0 } ? "" : HexOf(item, enterprise, id);
    }

    private static string? Counter(CollectedRecords.Item item, string name)
    {
        var c = item.Counters!.Value;
        string[] ethernet = ["errors_alignment", "errors_fcs", "collision_frames_single", "collision_frames_multi", "errors_sqetest", "deferred",
            "collisions_late", "collisions_excessive", "errors_internal_mac_tx", "errors_carrier_sense", "errors_frame_too_long", "errors_internal_mac_rx", "errors_symbols"];
        if (Array.IndexOf(ethernet, name) is >= 0 and int i) return c.Ethernet is { } e ? U(e[i]) : null;
        return name switch
        {
            "agent_ip" => item.Domain.Key.Exporter.ToString(),
            "ip_version" => item.Domain.Key.Exporter.IsV4 ? "IPv4" : "IPv6",
            "seq_number" => U(c.Sequence),
            "sys_uptime" => U(item.Header.Uptime ?? 0),
            "agent_subid" => U(item.Domain.Key.Domain),
            "interface" or "in_snmp" => U(c.Index),
            "interface_type" => U(c.Type),
            "speed" => U(c.Speed),
            "status" => (c.Status & 1) == 1 ? "up" : "down",
            "in_bytes" => U(c.InOctets),
            "in_unicast_packets_total" => U(c.InUnicast),
            "in_mcast_packets_total" => U(c.InMulticast),
            "in_broadcast_packets_total" => U(c.InBroadcast),
            "in_dropped_packets" => U(c.InDiscards),
            "in_errors" => U(c.InErrors),
            "in_unknown_protocol" => U(c.InUnknownProtocols),
            "out_bytes" => U(c.OutOctets),
            "out_unicast_packets_total" => U(c.OutUnicast),
            "out_mcast_packets_total" => U(c.OutMulticast),
            "out_broadcast_packets_total" => U(c.OutBroadcast),
            "out_dropped_packets" => U(c.OutDiscards),
            "out_errors" => U(c.OutErrors),
            "promiscuous" => U(c.Promiscuous),
            "port_name" => c.PortName,
            _ => null,
        };
    }

    private static string? Number(CollectedRecords.Item item, ushort id) => item.Value(0, id) is { } v ? U(FieldReader.Unsigned(v)) : null;

    private static string? Scope(CollectedRecords.Item item, ushort id) =>
        item.Value(TemplateField.ScopeEnterprise, id) is { } v ? U(FieldReader.Unsigned(v)) : null;

    private static string? Text(CollectedRecords.Item item, ushort id) => item.Value(0, id) is { } v ? FieldReader.Text(v) : null;

    private static string? HexOf(CollectedRecords.Item item, uint enterprise, ushort id) => item.Value(enterprise, id) is { } v ? Hex(v) : null;

    private static string Hex(byte[] bytes) => "0x" + Convert.ToHexStringLower(bytes);

    private static string U(ulong n) => n.ToString(CultureInfo.InvariantCulture);

    private static string Mac(ulong mac)
    {
        Span<byte> b = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(b, mac);
        return string.Join(':', b[2..].ToArray().Select(x => x.ToString("x2", CultureInfo.InvariantCulture)));
    }

    private static string Flags(byte flags)
    {
        const string Letters = "CEUAPRSF";
        return string.Concat(Letters.Select((l, i) => (flags & 0x80 >> i) != 0 ? l : '.'));
    }
}
