using NetThreat.Packets.Applications;

namespace NetThreat.Packets.BitTorrent;

/// <summary>The peer protocol (BEP 3) over TCP: handshake, torrent, client.</summary>
internal sealed class BitTorrentProtocol() : ApplicationProtocol("bittorrent", Carriers.Both, [6881, 6882, 6883, 6889],
    ["bittorrent.info_hash", "bittorrent.client", "bittorrent.dht_query", "bittorrent.transport"])
{
    private const int HandshakeLength = 68;

    public override Recognition Recognize(in Payload payload)
    {
        if (!payload.IsStream) return BitTorrentDatagram.Recognize(payload);
        var expected = "\u0013BitTorrent protocol"u8;
        if (payload.Data.StartsWith(expected)) return Recognition.Yes;
        return payload.Data.Length < expected.Length && expected.StartsWith(payload.Data) ? Recognition.NeedMore : Recognition.No;
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        if (!payload.IsStream) return BitTorrentDatagram.Read(payload, facts);
        var data = payload.Data;
        if (data.Length < HandshakeLength) return true;
        if (data[0] != 0x13) return false;
        facts.Hex("bittorrent.info_hash", data.Slice(28, 20));
        // Azureus style: -XX1234- and random bytes.
        var peer = data.Slice(48, 8);
        if (peer[0] == '-' && peer.IsPrintable()) facts.Value("bittorrent.client", peer);
        return false;
    }
}
