using System.Buffers.Binary;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.MongoDb;

/// <summary>MongoDB's wire protocol: 16 bytes of header, operation codes, documents of which the first key is the command.</summary>
internal sealed class MongoDbProtocol() : ApplicationProtocol("mongodb", Carriers.Tcp, [27017, 27018, 27019], ["mongodb.opcode", "mongodb.command", "mongodb.collection", "mongodb.driver"])
{
    private const int HeaderLength = 16, Query = 2004, Message = 2013, MaxMessage = 48_000_000;

    public override Recognition Recognize(in Payload payload)
    {
        var data = payload.Data;
        if (data.Length < HeaderLength) return data.Length < 4 || Little(data, 0) is >= HeaderLength and < MaxMessage ? Recognition.NeedMore : Recognition.No;
        if (!IsHeader(data)) return Recognition.No;
        if (payload.FromOriginator ? Little(data, 8) is not (0 or uint.MaxValue) && !OnUsualPort(payload) : !OnUsualPort(payload) && payload.Opposite.IsEmpty) return Recognition.No;
        return Recognition.Yes;
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        var data = payload.Data;
        for (int at = 0; at + HeaderLength <= data.Length;)
        {
            var message = data[at..];
            if (!IsHeader(message)) return false;
            int length = (int)Little(message, 0);
            bool isNew = payload.IsNew(at + Math.Min(length, 512));
            if (length > message.Length && message.Length < 512) return true;
            if (isNew && payload.FromOriginator) Request(message[HeaderLength..Math.Min(length, message.Length)], (int)Little(message, 12), facts);
            if (length > message.Length) return true;
            at += length;
        }

        return true;
    }

    private static bool IsHeader(ReadOnlySpan<byte> data) => Little(data, 0) is >= HeaderLength + 4 and < MaxMessage && CodeName((int)Little(data, 12)) is not null;

    private static void Request(ReadOnlySpan<byte> body, int code, IFactSink facts)
    {
        facts.Text("mongodb.opcode", CodeName(code)!);
        if (code == Query)
        {
            var reader = new ByteReader(body);
            reader.Skip(4);
            var collection = reader.ZeroTerminated();
            reader.Skip(8);
            if (reader.Failed) return;
            facts.Value("mongodb.collection", collection);
            Command(reader.Rest, facts);
        }
        else if (code == Message && body.Length > 5 && body[4] == 0)
        {
            Command(body[5..], facts);
        }
    }

    /// <summary>The first element of the document: a type, the command's name, and a string where it is about a collection.</summary>
    private static void Command(ReadOnlySpan<byte> document, IFactSink facts)
    {
        var reader = new ByteReader(document);
        reader.Skip(4);
        byte type = reader.U8();
        var name = reader.ZeroTerminated(64);
        if (reader.Failed || !name.IsPrintable()) return;
        facts.Value("mongodb.command", name);
        if (type == 2)
        {
            uint length = reader.U32Little();
            var collection = length is > 0 and <= 128 ? reader.Take((int)length - 1) : default;
            if (collection.IsPrintable()) facts.Value("mongodb.collection", collection);
        }

        int driver = document.IndexOf("driver\0"u8);
        int key = driver < 0 ? -1 : document[driver..].IndexOf("\x02name\0"u8);
        if (key >= 0) Driver(document[(driver + key + 6)..], facts);
    }

    private static void Driver(ReadOnlySpan<byte> value, IFactSink facts)
    {
        var reader = new ByteReader(value);
        uint length = reader.U32Little();
        if (length is > 1 and <= 128) facts.Value("mongodb.driver", reader.Take((int)length - 1));
    }

    private static uint Little(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt32LittleEndian(data[at..]);

    private static string? CodeName(int code) => code switch
    {
        1 => "reply",
        1000 => "msg_old",
        2001 => "update",
        2002 => "insert",
        Query => "query",
        2005 => "get_more",
        2006 => "delete",
        2007 => "kill_cursors",
        2010 => "command",
        2011 => "command_reply",
        2012 => "compressed",
        Message => "msg",
        _ => null,
    };
}
