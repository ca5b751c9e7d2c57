using System.Buffers.Binary;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Tftp;

/// <summary>Trivial file transfer (RFC 1350, options RFC 2347). The transfer itself runs between two other ports: a flow of its own.</summary>
internal sealed class TftpProtocol() : ApplicationProtocol("tftp", Carriers.Udp, [69], ["tftp.operation", "tftp.fname", "tftp.mode", "tftp.error"])
{
    private const ushort Read_ = 1, Write = 2, Data = 3, Acknowledgment = 4, Error = 5, OptionAcknowledgment = 6;

    public override Recognition Recognize(in Payload payload)
    {
        var data = payload.Data;
        if (data.Length < 4 || data[0] != 0) return Recognition.No;
        ushort block = BinaryPrimitives.ReadUInt16BigEndian(data[2..]);
        switch (data[1])
        {
            case (byte)Read_ or (byte)Write: return TryRequest(data, out _, out _) ? Recognition.Yes : Recognition.No;
            case (byte)Data: return payload.WireLength <= 516 && block == payload.Number + 1 ? Partner(payload, Acknowledgment, block) : Recognition.No;
            case (byte)Acknowledgment: return payload.WireLength == 4 && block <= payload.Number + 1 ? Partner(payload, Data, block) : Recognition.No;
            case (byte)Error: return block <= 8 && data.Length > 5 && data[^1] == 0 && data[4..^1].IsPrintable() ? Recognition.Yes : Recognition.No;
            case (byte)OptionAcknowledgment: return data[^1] == 0 && data[2..].Before((byte)0).IsPrintable() ? Recognition.Yes : Recognition.No;
            default: return Recognition.No;
        }
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        var data = payload.Data;
        if (data.Length < 4) return true;
        if (TryRequest(data, out var file, out var mode))
        {
            facts.Text("tftp.operation", data[1] == Read_ ? "read" : "write");
            facts.Value("tftp.fname", file);
            facts.Value("tftp.mode", mode);
        }
        else if (data[1] == Error && data.Length > 5)
        {
            facts.Value("tftp.error", data[4..].Before((byte)0));
        }

        return data[1] is not ((byte)Data or (byte)Acknowledgment);
    }

    private static Recognition Partner(in Payload payload, ushort opcode, ushort block)
    {
        if (payload.Opposite.IsEmpty) return Recognition.NeedMore;
        bool fits = payload.Opposite.Length >= 4 && BinaryPrimitives.ReadUInt16BigEndian(payload.Opposite) == opcode
            && BinaryPrimitives.ReadUInt16BigEndian(payload.Opposite[2..]) is ushort other && Math.Abs(other - block) <= 1;
        return fits ? Recognition.Yes : Recognition.No;
    }

    private static bool TryRequest(ReadOnlySpan<byte> data, out ReadOnlySpan<byte> file, out ReadOnlySpan<byte> mode)
    {
        var reader = new ByteReader(data);
        ushort opcode = reader.U16();
        file = reader.ZeroTerminated();
        mode = reader.ZeroTerminated(16);
        return opcode is Read_ or Write && !reader.Failed && file.IsPrintable() && (mode.IsText("octet"u8) || mode.IsText("netascii"u8) || mode.IsText("mail"u8));
    }
}
