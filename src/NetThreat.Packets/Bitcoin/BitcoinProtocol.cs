using System.Buffers.Binary;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Bitcoin;

/// <summary>Bitcoin's peer protocol and those of its relatives: four magic bytes of the network, a command, a length.</summary>
internal sealed class BitcoinProtocol() : ApplicationProtocol("bitcoin", Carriers.Tcp, [8333, 18333], ["bitcoin.network", "bitcoin.command", "bitcoin.user_agent", "bitcoin.version"])
{
    private const int HeaderLength = 24;

    public override Recognition Recognize(in Payload payload)
    {
        var data = payload.Data;
        if (data.Length < 4) return Recognition.NeedMore;
        if (Network(data) is null) return Recognition.No;
        if (data.Length < HeaderLength) return Recognition.NeedMore;
        return Command(data).IsPrintable() ? Recognition.Yes : Recognition.No;
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        var data = payload.Data;
        for (int at = 0; at + HeaderLength <= data.Length;)
        {
            var message = data[at..];
            if (Network(message) is not { } network || !Command(message).IsPrintable()) return false;
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(message[16..]);
            if (length > (uint)(message.Length - HeaderLength)) return true;
            int end = at + HeaderLength + (int)length;
            if (payload.IsNew(end) && payload.FromOriginator) Message(network, message[..(end - at)], facts);
            at = end;
        }

        return true;
    }

    private static void Message(string network, ReadOnlySpan<byte> message, IFactSink facts)
    {
        facts.Text("bitcoin.network", network);
        facts.Value("bitcoin.command", Command(message));
        if (!Command(message).SequenceEqual("version"u8)) return;
        var reader = new ByteReader(message[HeaderLength..]);
        facts.Number("bitcoin.version", reader.U32Little());
        // Services, time, both addresses, nonce; then the agent with its length.
        reader.Skip(76);
        facts.Value("bitcoin.user_agent", reader.Take(reader.U8()));
    }

    private static ReadOnlySpan<byte> Command(ReadOnlySpan<byte> data) => data.Slice(4, 12).TrimEnd((byte)0);

    private static string? Network(ReadOnlySpan<byte> data) => BinaryPrimitives.ReadUInt32BigEndian(data) switch
    {
        0xF9BEB4D9 => "bitcoin",
        0xFABFB5DA => "regtest",
        0x0B110907 => "testnet",
        0x0A03CF40 => "signet",
        0xF9BEB4FE => "namecoin",
        0xFBC0B6DB => "litecoin",
        0xC0C0C0C0 => "dogecoin",
        0xBF0C6BBD => "dash",
        0xE3E1F3E8 => "bitcoin cash",
        _ => null,
    };
}
