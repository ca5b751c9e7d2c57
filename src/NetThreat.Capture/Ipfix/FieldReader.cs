using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using NetThreat.Capture.Collector;
using NetThreat.Core.Net;
using F = NetThreat.Capture.Collector.RecordFields;

namespace NetThreat.Capture.Ipfix;

/// <summary>Puts the values of one data record into a <see cref="ForeignRecord"/>, whatever widths the exporter chose (RFC 7011 section 6.2).</summary>
internal static class FieldReader
{
    /// <summary>Characters of a name that are kept.</summary>
    private const int MaxText = 128;

    /// <summary>Reads one record.</summary>
    /// <returns>False when the record goes beyond the set; the cursor is then useless.</returns>
    public static bool TryRead(Template template, ref FieldCursor cursor, ref ForeignRecord r)
    {
        foreach (ref readonly var step in template.Steps)
        {
            if (!cursor.TryTake(step.Length, out var value)) return false;
            if (step.Slot == Slot.None || value.IsEmpty) continue;
            if (step.Slot <= Slot.NextHop) ReadPlace(step, value, ref r);
            else if (step.Slot <= Slot.ResponderPackets) ReadCounter(step, value, ref r);
            else if (step.Slot <= Slot.ReverseStartDelta) ReadTime(step, value, ref r);
            else ReadRest(step, value, ref r);
        }

        return true;
    }

    /// <summary>An unsigned number of up to 8 bytes; of longer values the last 8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Unsigned(ReadOnlySpan<byte> value) => value.Length switch
    {
        4 => BinaryPrimitives.ReadUInt32BigEndian(value),
        2 => BinaryPrimitives.ReadUInt16BigEndian(value),
        1 => value[0],
        8 => BinaryPrimitives.ReadUInt64BigEndian(value),
        _ => Odd(value),
    };

    /// <summary>Text of people: UTF-8 up to the first zero, bounded.</summary>
    public static string Text(ReadOnlySpan<byte> value)
    {
        int end = value.IndexOf((byte)0);
        if (end >= 0) value = value[..end];
        string text = Encoding.UTF8.GetString(value[..Math.Min(value.Length, MaxText * 4)]);
        return text.Length <= MaxText ? text : text[..MaxText];
    }

    private static ulong Odd(ReadOnlySpan<byte> value)
    {
        ulong n = 0;
        foreach (byte b in value.Length > 8 ? value[^8..] : value) n = n << 8 | b;
        return n;
    }

    private static void ReadPlace(in Template.Step s, ReadOnlySpan<byte> v, ref ForeignRecord r)
    {
        if (s.Reverse)
        {
            if (s.Slot == Slot.TcpFlags) Flags(ref r.ReverseTcpFlags, F.ReverseTcpFlags, v, ref r);
            else if (s.Slot == Slot.TypeOfService) r.ReverseTypeOfService = (byte)Unsigned(v);
            return;
        }

        switch (s.Slot)
        {
            case Slot.Source: Place(ref r.Source, F.Source, v, ref r); break;
            case Slot.Destination: Place(ref r.Destination, F.Destination, v, ref r); break;
            case Slot.SourcePort: r.SourcePort = (ushort)Unsigned(v); r.Has |= F.SourcePort; break;
            case Slot.DestinationPort: r.DestinationPort = (ushort)Unsigned(v); r.Has |= F.DestinationPort; break;
            case Slot.Protocol: r.Protocol = (byte)Unsigned(v); r.Has |= F.Protocol; break;
            case Slot.TypeOfService: r.TypeOfService = (byte)Unsigned(v); break;
            case Slot.TcpFlags: Flags(ref r.TcpFlags, F.TcpFlags, v, ref r); break;
            case Slot.InputInterface: r.InputInterface = (uint)Unsigned(v); r.Has |= F.InputInterface; break;
            case Slot.OutputInterface: r.OutputInterface = (uint)Unsigned(v); r.Has |= F.OutputInterface; break;
            case Slot.SourceMask: if (r.SourceMask == 0) r.SourceMask = (byte)Unsigned(v); break;
            case Slot.DestinationMask: if (r.DestinationMask == 0) r.DestinationMask = (byte)Unsigned(v); break;
            case Slot.SourceAs: r.SourceAs = (uint)Unsigned(v); break;
            case Slot.DestinationAs: r.DestinationAs = (uint)Unsigned(v); break;
            case Slot.NextHop: Place(ref r.NextHop, F.None, v, ref r); break;
        }
    }

    /// <summary>Templates for both versions of IP fill the one that is not meant with zeros: an address that says something stays.</summary>
    private static void Place(ref Address target, F field, ReadOnlySpan<byte> v, ref ForeignRecord r)
    {
        if (v.Length is not (4 or 16)) return;
        if (v.IndexOfAnyExcept((byte)0) < 0 && target != default) return;
        target = Address.FromBytes(v);
        r.Has |= field;
    }

    /// <summary>Two bytes where the flags of RFC 3540 and later are told; the upper ones are not kept.</summary>
    private static void Flags(ref byte target, F field, ReadOnlySpan<byte> v, ref ForeignRecord r)
    {
        target |= (byte)Unsigned(v);
        r.Has |= field;
    }

    private static void ReadCounter(in Template.Step s, ReadOnlySpan<byte> v, ref ForeignRecord r)
    {
        ulong n = Unsigned(v);
        switch (s.Slot)
        {
            case Slot.Octets when !s.Reverse: r.Octets = n; r.Has |= F.Octets; break;
            case Slot.Packets when !s.Reverse: r.Packets = n; r.Has |= F.Packets; break;
            case Slot.OctetsTotal when !s.Reverse: r.OctetsTotal = n; r.Has |= F.OctetsTotal; break;
            case Slot.PacketsTotal when !s.Reverse: r.PacketsTotal = n; r.Has |= F.PacketsTotal; break;
            case Slot.PostOctets when !s.Reverse: r.PostOctets = n; r.Has |= F.PostOctets; break;
            case Slot.PostPackets when !s.Reverse: r.PostPackets = n; r.Has |= F.PostPackets; break;
            case Slot.Octets or Slot.ResponderOctets: r.ReverseOctets = n; r.Has |= F.Reverse; break;
            case Slot.Packets or Slot.ResponderPackets: r.ReversePackets = n; r.Has |= F.Reverse; break;
            case Slot.OctetsTotal: r.ReverseOctetsTotal = n; r.Has |= F.Reverse; break;
            case Slot.PacketsTotal: r.ReversePacketsTotal = n; r.Has |= F.Reverse; break;
        }
    }

    private static void ReadTime(in Template.Step s, ReadOnlySpan<byte> v, ref ForeignRecord r)
    {
        if (s.Reverse && s.Slot != Slot.ReverseStartDelta) return;
        switch (s.Slot)
        {
            case Slot.StartUptime: r.StartUptime = (uint)Unsigned(v); r.Has |= F.StartUptime; break;
            case Slot.EndUptime: r.EndUptime = (uint)Unsigned(v); r.Has |= F.EndUptime; break;
            case Slot.Start: Finest(ref r.Start, s.Type, v); break;
            case Slot.End: Finest(ref r.End, s.Type, v); break;
            case Slot.StartBefore: r.StartBefore = Unsigned(v); r.Has |= F.StartBefore; break;
            case Slot.EndBefore: r.EndBefore = Unsigned(v); r.Has |= F.EndBefore; break;
            case Slot.DurationMilliseconds: r.Duration = ExportTime.Scaled(Unsigned(v), 1_000_000); r.Has |= F.Duration; break;
            case Slot.DurationMicroseconds: r.Duration = ExportTime.Scaled(Unsigned(v), 1_000); r.Has |= F.Duration; break;
            case Slot.SystemStart: r.SystemStart = ExportTime.Of(s.Type, v); break;
            case Slot.Observed: Finest(ref r.Observed, s.Type, v); break;
            case Slot.ReverseStartDelta: r.ReverseStartDelta = (uint)Unsigned(v); r.Has |= F.ReverseStart; break;
        }
    }

    /// <summary>Some exporters give one time in several units: the one that is not whole seconds stays.</summary>
    private static void Finest(ref long target, ElementType type, ReadOnlySpan<byte> v)
    {
        long time = ExportTime.Of(type, v);
        if (target == 0 || type != ElementType.Seconds) target = time;
    }

    private static void ReadRest(in Template.Step s, ReadOnlySpan<byte> v, ref ForeignRecord r)
    {
        if (s.Reverse)
        {
            if (s.Slot == Slot.Vlan) r.ReverseVlan = (ushort)(Unsigned(v) & 0xFFF);
            return;
        }

        switch (s.Slot)
        {
            case Slot.IcmpTypeCode: Icmp((byte)(Unsigned(v) >> 8), (byte)Unsigned(v), ref r); break;
            case Slot.IcmpType: Icmp((byte)Unsigned(v), r.IcmpCode, ref r); break;
            case Slot.IcmpCode: Icmp(r.IcmpType, (byte)Unsigned(v), ref r); break;
            case Slot.Vlan: if (r.Vlan == 0) r.Vlan = (ushort)(Unsigned(v) & 0xFFF); break;
            case Slot.PostVlan: r.PostVlan = (ushort)(Unsigned(v) & 0xFFF); break;
            case Slot.EndReason: r.EndReason = (byte)Unsigned(v); r.Has |= F.EndReason; break;
            case Slot.ApplicationId: r.ApplicationId = Unsigned(v); break;
            case Slot.ApplicationName: r.ApplicationName = Text(v); break;
            case Slot.NatSource: Place(ref r.NatSource, F.None, v, ref r); break;
            case Slot.NatDestination: Place(ref r.NatDestination, F.None, v, ref r); break;
            case Slot.NatSourcePort: r.NatSourcePort = (ushort)Unsigned(v); break;
            case Slot.NatDestinationPort: r.NatDestinationPort = (ushort)Unsigned(v); break;
            case Slot.MplsLabel: Label(s.Index, v, ref r); break;
            default: ReadOdd(s, v, ref r); break;
        }
    }

    private static void ReadOdd(in Template.Step s, ReadOnlySpan<byte> v, ref ForeignRecord r)
    {
        switch (s.Slot)
        {
            case Slot.SourceMac: r.SourceMac = Unsigned(v); break;
            case Slot.DestinationMac: r.DestinationMac = Unsigned(v); break;
            case Slot.Direction: r.Direction = (byte)Unsigned(v); break;
            case Slot.IpVersion: r.IpVersion = (byte)Unsigned(v); break;
            case Slot.ForwardingStatus: r.ForwardingStatus = (uint)Unsigned(v); break;
            case Slot.IngressVrf: r.IngressVrf = (uint)Unsigned(v); break;
            case Slot.EgressVrf: r.EgressVrf = (uint)Unsigned(v); break;
            case Slot.VrfName: r.VrfName = Text(v); break;
            case Slot.FlowId: r.FlowId = Unsigned(v); break;
            case Slot.BiflowDirection: r.BiflowDirection = (byte)Unsigned(v); r.Has |= F.BiflowDirection; break;
            case Slot.FirewallEvent: r.FirewallEvent = (byte)Unsigned(v); r.Has |= F.FirewallEvent; break;
            case Slot.SamplerId: r.SamplerId = Unsigned(v); r.Has |= F.SamplerId; break;
            case Slot.SamplingInterval: r.SamplingInterval = Unsigned(v); break;
            case Slot.SamplingSpace: r.SamplingSpace = Unsigned(v); break;
            case Slot.SamplingSize: r.SamplingSize = Unsigned(v); break;
            case Slot.SamplingPopulation: r.SamplingPopulation = Unsigned(v); break;
            case Slot.SamplingProbability: r.SamplingProbability = v.Length == 8 ? BinaryPrimitives.ReadDoubleBigEndian(v) : v.Length == 4 ? BinaryPrimitives.ReadSingleBigEndian(v) : 0; break;
        }
    }

    private static void Icmp(byte type, byte code, ref ForeignRecord r)
    {
        // Templates for both versions of IP carry both elements, one of them zero.
        if ((type | code) == 0 && (r.Has & F.IcmpTypeCode) != 0) return;
        r.IcmpType = type;
        r.IcmpCode = code;
        r.Has |= F.IcmpTypeCode;
    }

    private static void Label(byte index, ReadOnlySpan<byte> v, ref ForeignRecord r)
    {
        if (v.Length != 3 || index >= 10) return;
        uint entry = (uint)Unsigned(v);
        r.Labels[index] = entry;
        if (entry != 0 && index >= r.LabelCount) r.LabelCount = (byte)(index + 1);
    }
}
