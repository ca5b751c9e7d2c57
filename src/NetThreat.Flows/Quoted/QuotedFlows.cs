using NetThreat.Core.Packets;
using NetThreat.Flows.Table;
using NetThreat.Packets;
using NetThreat.Packets.Network;

namespace NetThreat.Flows.Quoted;

/// <summary>Notes an ICMP error at the flow whose packet it quotes. The error remains a packet of its own ICMP flow.</summary>
internal static unsafe class QuotedFlows
{
    /// <param name="packet">The captured packet.</param>
    /// <param name="error">Its decoded ICMP error.</param>
    /// <param name="mismatch">The error went to another host than the quoted packet came from.</param>
    /// <returns>True when a live flow has it noted.</returns>
    public static bool Note(FlowTable table, ulong seed, in CapturedPacket packet, in DecodedPacket error, long time, out bool mismatch)
    {
        DecodedPacket quoted = default;
        mismatch = false;
        if (!QuotedPacket.TryRead(in packet, in error, ref quoted)) return false;
        mismatch = quoted.Source != error.Destination;
        PackedKey.From(in quoted, out var key);
        uint slot = table.Find(in key, key.Hash(seed));
        if (slot == FlowTable.None || !IsLive(in *table.At(slot), time)) return false;
        RareState* rare = table.At(slot)->OwnRare();
        if (rare->IcmpErrors < ushort.MaxValue) rare->IcmpErrors++;
        rare->LastIcmpError = (ushort)(error.SourcePort << 8 | error.DestinationPort);
        return true;
    }

    /// <summary>The flow has not ended by the packet's time, although its last record may still wait for the clock.</summary>
    private static bool IsLive(in FlowSlot f, long time) => time < f.End;
}
