using NetThreat.Flows.Table;

namespace NetThreat.Flows.Tcp;

/// <summary>
/// Zeek's history of a connection: one letter for the first event of a kind and direction, upper case for the originator.
/// At most <see cref="FlowSlot.MaxHistory"/> letters are kept.
/// </summary>
internal static unsafe class FlowHistory
{
    /// <summary>Adds the letter unless its kind was seen from this side before.</summary>
    /// <returns>True when it had been seen.</returns>
    public static bool Once(ref FlowSlot flow, bool originator, char letter)
    {
        uint bit = 1u << Kind(letter) << (originator ? 0 : 16);
        if ((flow.HistorySeen & bit) != 0) return true;
        flow.HistorySeen |= bit;
        Add(ref flow, originator, letter);
        return false;
    }

    public static void Add(ref FlowSlot flow, bool originator, char letter)
    {
        if (flow.HistoryLength == FlowSlot.MaxHistory) return;
        flow.History[flow.HistoryLength++] = (byte)(originator || letter == '^' ? letter : letter | 0x20);
    }

    /// <summary>The sides were exchanged before anything but the first packet was noted: it is written as though the flow had begun so.</summary>
    public static void Flip(ref FlowSlot flow)
    {
        int length = Math.Min((int)flow.HistoryLength, FlowSlot.MaxHistory - 1);
        for (int i = length; i > 0; i--) flow.History[i] = (byte)(flow.History[i - 1] ^ 0x20);
        flow.History[0] = (byte)'^';
        flow.HistoryLength = (byte)(length + 1);
        flow.HistorySeen = flow.HistorySeen << 16 | flow.HistorySeen >> 16;
    }

    /// <summary>Counts, and adds the letter at every power of ten.</summary>
    public static void Scaled(ref FlowSlot flow, bool originator, char letter, ref uint count)
    {
        if (count == uint.MaxValue) return;
        if (IsPowerOfTen(++count)) Add(ref flow, originator, letter);
    }

    private static int Kind(char letter) => letter switch
    {
        'S' or 'H' => 0,
        'F' => 1,
        'R' => 2,
        'A' => 3,
        'D' => 4,
        'I' => 5,
        _ => 6,
    };

    private static bool IsPowerOfTen(uint n)
    {
        while (n % 10 == 0) n /= 10;
        return n == 1;
    }
}
