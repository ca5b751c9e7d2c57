using NetThreat.Core.Packets;

namespace NetThreat.Testing.Fuzz;

/// <summary>One parser under hostile bytes.</summary>
public interface IFuzzTarget
{
    /// <summary>One word; names its folder in the corpus.</summary>
    string Name { get; }

    /// <summary>How many inputs it takes of every round, by what one costs.</summary>
    int Share { get; }

    /// <summary>Bytes that one input may allocate at most, for inputs of up to 64 KiB; 0 for a parser that never allocates.</summary>
    long MaxAllocation { get; }

    /// <summary>A fault may need the inputs before it.</summary>
    bool KeepsState { get; }

    /// <summary>The kinds of input among which a mutation chooses; empty where the seed's own stays.</summary>
    IReadOnlyList<ushort> Kinds => [];

    /// <summary>Valid inputs to begin from.</summary>
    /// <param name="packets">Real packets, their kind the link type.</param>
    IReadOnlyList<FuzzInput> Seeds(IReadOnlyList<FuzzInput> packets);

    /// <summary>Parses one input, whose last byte is followed by memory that may not be read, and checks what must hold of the result.</summary>
    /// <param name="input">Its link type is the kind.</param>
    /// <exception cref="FuzzFaultException">Something does not hold.</exception>
    void Run(in CapturedPacket input, ref FuzzRandom random);

    /// <summary>Forgets everything, after checking what must hold at the end.</summary>
    void Reset()
    {
    }
}
