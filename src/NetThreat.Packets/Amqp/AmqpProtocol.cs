using System.Buffers.Binary;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Amqp;

/// <summary>Advanced message queuing (AMQP 0-9-1 and, by its header, 1.0).</summary>
internal sealed class AmqpProtocol() : ApplicationProtocol("amqp", Carriers.Tcp, [5672], ["amqp.version", "amqp.product", "amqp.mechanism", "amqp.vhost", "amqp.method", "amqp.close_reason"])
{
    private const int HeaderLength = 7;

    private const byte FrameEnd = 0xCE;

    public override Recognition Recognize(in Payload payload)
    {
        var data = payload.Data;
        if (data.Length < 8) return data.IsEmpty || "AMQP"u8.StartsWith(data[..Math.Min(4, data.Length)]) || data[0] is 1 or 8 ? Recognition.NeedMore : Recognition.No;
        if (data.StartsWith("AMQP"u8)) return Recognition.Yes;
        int end = FrameLength(data);
        if (data[0] is not (1 or 2 or 3 or 8) || end < 0) return Recognition.No;
        if (data.Length < end) return Recognition.NeedMore;
        return data[end - 1] == FrameEnd && (data[0] != 1 || IsMethod(data[HeaderLength..end])) && (data[0] != 8 || end == 8) ? Recognition.Yes : Recognition.No;
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        var data = payload.Data;
        int at = 0;
        if (data.StartsWith("AMQP"u8))
        {
            if (data.Length < 8) return true;
            if (payload.IsNew(8)) facts.Text("amqp.version", $"{data[5]}-{data[6]}-{data[7]}");
            at = 8;
        }

        while (at + HeaderLength < data.Length)
        {
            int length = FrameLength(data[at..]);
            if (length < 0 || data[at] is not (1 or 2 or 3 or 8)) return false;
            if (at + length > data.Length) return true;
            if (payload.IsNew(at + length) && data[at] == 1) Method(data.Slice(at + HeaderLength, length - HeaderLength - 1), facts);
            at += length;
        }

        return true;
    }

    /// <summary>Type, channel, size, payload, and a byte that marks the end.</summary>
    private static int FrameLength(ReadOnlySpan<byte> data)
    {
        uint size = BinaryPrimitives.ReadUInt32BigEndian(data[3..]);
        return size > 1 << 17 ? -1 : HeaderLength + (int)size + 1;
    }

    private static bool IsMethod(ReadOnlySpan<byte> body) => body.Length >= 5 && body[0] == 0 && body[1] is 10 or 20 or 30 or 40 or 50 or 60 or 85 or 90 && body[2] == 0;

    private static void Method(ReadOnlySpan<byte> body, IFactSink facts)
    {
        if (!IsMethod(body)) return;
        int method = body[1] << 8 | body[3];
        facts.Text("amqp.method", MethodName(method));
        switch (method)
        {
            case 10 << 8 | 10 or 10 << 8 | 11: Start(body, method, facts); break;
            case 10 << 8 | 40 when body.Length > 5: facts.Value("amqp.vhost", body[5..][..Math.Min(body[4], body.Length - 5)]); break;
            case 10 << 8 | 50 when body.Length > 7: facts.Value("amqp.close_reason", body[7..][..Math.Min(body[6], body.Length - 7)]); break;
            default: break;
        }
    }

    /// <summary>Both sides describe themselves in a table; the client names the mechanism behind it.</summary>
    private static void Start(ReadOnlySpan<byte> body, int method, IFactSink facts)
    {
        int product = body.IndexOf("\aproductS"u8);
        if (product >= 0)
        {
            var reader = new ByteReader(body[(product + 9)..]);
            uint length = reader.U32();
            if (length <= FactText.MaxLength) facts.Value("amqp.product", reader.Take((int)length));
        }

        if (method != (10 << 8 | 11)) return;
        var fields = new ByteReader(body);
        fields.Skip(4);
        uint table = fields.U32();
        if (table <= (uint)fields.Remaining) fields.Skip((int)table);
        var mechanism = fields.Take(fields.U8());
        if (!fields.Failed && mechanism.IsPrintable()) facts.Value("amqp.mechanism", mechanism);
    }

    private static string MethodName(int method) => method switch
    {
        10 << 8 | 10 => "connection.start",
        10 << 8 | 11 => "connection.start-ok",
        10 << 8 | 30 => "connection.tune",
        10 << 8 | 40 => "connection.open",
        10 << 8 | 50 => "connection.close",
        20 << 8 | 10 => "channel.open",
        40 << 8 | 10 => "exchange.declare",
        50 << 8 | 10 => "queue.declare",
        50 << 8 | 20 => "queue.bind",
        60 << 8 | 20 => "basic.consume",
        60 << 8 | 40 => "basic.publish",
        60 << 8 | 60 => "basic.deliver",
        _ => "other",
    };
}
