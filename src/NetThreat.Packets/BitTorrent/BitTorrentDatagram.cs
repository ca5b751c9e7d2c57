using System.Buffers.Binary;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.BitTorrent;

/// <summary>What BitTorrent speaks over UDP: the distributed hash table (BEP 5), trackers (BEP 15), local discovery (BEP 14) and uTP (BEP 29).</summary>
internal static class BitTorrentDatagram
{
    private const ulong TrackerMagic = 0x41727101980;

    private const int UtpHeader = 20;

    private const byte Syn = 0x41, State = 0x21;

    public static Recognition Recognize(in Payload payload)
    {
        var data = payload.Data;
        if (data.Length < 16) return Recognition.No;
        if (IsDht(data) || data.StartsWith("BT-SEARCH * HTTP/1.1\r\n"u8)) return Recognition.Yes;
        if (data.Length == 16 && BinaryPrimitives.ReadUInt64BigEndian(data) == TrackerMagic) return Recognition.Yes;
        return Utp(payload);
    }

    public static bool Read(in Payload payload, IFactSink facts)
    {
        var data = payload.Data;
        if (IsDht(data))
        {
            facts.Text("bittorrent.transport", "dht");
            int query = data.IndexOf("1:q"u8);
            if (query >= 0 && data.IndexOf("1:y1:q"u8) >= 0) Query(data[(query + 3)..], facts);
            int hash = data.IndexOf("9:info_hash20:"u8);
            if (hash >= 0 && data.Length >= hash + 34) facts.Hex("bittorrent.info_hash", data.Slice(hash + 14, 20));
        }
        else if (data.Length >= 16 && BinaryPrimitives.ReadUInt64BigEndian(data) == TrackerMagic)
        {
            facts.Text("bittorrent.transport", "tracker");
        }
        else if (data.StartsWith("BT-SEARCH"u8))
        {
            facts.Text("bittorrent.transport", "lsd");
        }
        else if (data.Length > UtpHeader && data[0] is Syn or State)
        {
            facts.Text("bittorrent.transport", "utp");
        }

        return true;
    }

    /// <summary>A bencoded dictionary with the message's kind: query, response or error.</summary>
    private static bool IsDht(ReadOnlySpan<byte> data)
    {
        if (data.Length < 12 || data[0] != 'd' || !char.IsAsciiDigit((char)data[1]) || data[2] != ':') return false;
        int kind = data.LastIndexOf("1:y1:"u8);
        return kind > 0 && kind + 5 < data.Length && data[kind + 5] is (byte)'q' or (byte)'r' or (byte)'e';
    }

    /// <summary>A connection's opening answered by a state packet with the same connection number and the sequence acknowledged.</summary>
    private static Recognition Utp(in Payload payload)
    {
        var client = payload.Client();
        var server = payload.Server();
        if (client.Length < UtpHeader || client[0] != Syn || client[1] > 2 || client.Slice(8, 4).IndexOfAnyExcept((byte)0) >= 0) return Recognition.No;
        if (server.IsEmpty) return Recognition.NeedMore;
        bool same = server.Length >= UtpHeader && server[0] == State && server.Slice(2, 2).SequenceEqual(client.Slice(2, 2)) && server.Slice(18, 2).SequenceEqual(client.Slice(16, 2));
        return same ? Recognition.Yes : Recognition.No;
    }

    private static void Query(ReadOnlySpan<byte> text, IFactSink facts)
    {
        int length = text.Before((byte)':').Decimal();
        var name = text.After((byte)':');
        if (length is > 0 and < 32 && name.Length >= length) facts.Value("bittorrent.dht_query", name[..length]);
    }
}
