namespace NetThreat.Flows.Table;

/// <summary>
/// Chooses the flow that is missed least when the table is full: a hand goes round the slots and takes the first unanswered one-packet
/// flow it meets, or, where a stretch has none, the least recently active of the lowest kind in it.
/// </summary>
internal sealed unsafe class Evictor(FlowTable table)
{
    private const int Stretch = 512;
    private uint _hand;

    /// <summary>A slot in use. The table must hold such a flow.</summary>
    /// <param name="except">Is spared.</param>
    /// <param name="rare">The flow must have rare state of its own.</param>
    public uint Choose(uint except, bool rare)
    {
        uint best = FlowTable.None;
        int bestKind = int.MaxValue;
        for (int seen = 0; seen < Stretch || best == FlowTable.None; seen++)
        {
            uint slot = _hand++ % table.Slots;
            FlowSlot* f = table.At(slot);
            if (!f->InUse || slot == except || (rare && f->Rare->IsShared)) continue;
            int kind = Kind(in *f);
            if (kind == 0) return slot;
            if (kind > bestKind || (kind == bestKind && f->Last >= table.At(best)->Last)) continue;
            best = slot;
            bestKind = kind;
        }

        return best;
    }

    /// <summary>0 one packet, 1 closed, 2 one side only, 3 a conversation.</summary>
    private static int Kind(in FlowSlot f)
    {
        long originator = f.Originator.Packets, responder = f.Responder.Packets;
        if (originator + responder == 1) return 0;
        if (f.Closed) return 1;
        return originator == 0 || responder == 0 ? 2 : 3;
    }
}
