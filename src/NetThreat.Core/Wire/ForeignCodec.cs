using NetThreat.Core.Flows;
using NetThreat.Core.Net;

namespace NetThreat.Core.Wire;

/// <summary>Writes and reads the message <c>Foreign</c>.</summary>
internal static class ForeignCodec
{
    public static void Write(ref WireWriter w, int field, ForeignFacts f)
    {
        int mark = w.Open(field);
        w.Text(1, f.Kind);
        if (f.Exporter != default) w.Address(2, f.Exporter);
        w.UInt(3, f.Domain);
        if (f.Sampling != 1) w.UInt(4, BitConverter.DoubleToUInt64Bits(f.Sampling));
        if (f.Records != 1) w.UInt(5, (uint)f.Records);
        w.UInt(6, f.InputInterface);
        w.UInt(7, f.OutputInterface);
        w.Text(8, f.Application);
        if (f.NatOriginator != default) w.Address(9, f.NatOriginator);
        if (f.NatResponder != default) w.Address(10, f.NatResponder);
        w.UInt(11, (uint)(f.NatOriginatorPort << 16 | f.NatResponderPort));
        w.UInt(12, f.MplsLabel);
        w.Text(13, f.ForeignId);
        w.Close(mark);
    }

    public static ForeignFacts? Read(ref WireReader outer)
    {
        var r = new WireReader(outer.Bytes());
        string kind = "";
        string? application = null, id = null;
        Address exporter = default, natOriginator = default, natResponder = default;
        uint domain = 0, input = 0, output = 0, ports = 0, label = 0;
        int records = 1;
        double sampling = 1;
        while (r.Next(out uint tag))
            switch (tag)
            {
                case 10: kind = r.Text(WireLimits.MaxName, "a kind of record"); break;
                case 18: exporter = r.Address("an exporter"); break;
                case 24: domain = (uint)r.Varint(); break;
                case 32: sampling = BitConverter.UInt64BitsToDouble(r.Varint()); break;
                case 40: records = r.Int(int.MaxValue, "a number of records"); break;
                case 48: input = (uint)r.Varint(); break;
                case 56: output = (uint)r.Varint(); break;
                case 66: application = r.Text(WireLimits.MaxName, "an application"); break;
                case 74: natOriginator = r.Address("a translated address"); break;
                case 82: natResponder = r.Address("a translated address"); break;
                case 88: ports = (uint)r.Varint(); break;
                case 96: label = (uint)r.Varint(); break;
                case 106: id = r.Text(WireLimits.MaxName, "a foreign id"); break;
                default: r.Skip(tag); break;
            }
        if (!(sampling >= 1 && sampling <= WireLimits.MaxCount)) r.Fail("a sampling rate is out of range");
        if (r.Error is { } error) outer.Fail(error);
        return outer.Error is not null ? null : new()
        {
            Kind = kind,
            Exporter = exporter,
            Domain = domain,
            Sampling = sampling,
            Records = records,
            InputInterface = input,
            OutputInterface = output,
            Application = application,
            NatOriginator = natOriginator,
            NatResponder = natResponder,
            NatOriginatorPort = (ushort)(ports >> 16),
            NatResponderPort = (ushort)ports,
            MplsLabel = label,
            ForeignId = id,
        };
    }
}
