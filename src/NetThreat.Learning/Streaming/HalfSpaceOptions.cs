using NetThreat.Learning.Saving;

namespace NetThreat.Learning.Streaming;

/// <summary>Sizes of half-space trees; memory is about trees × 2^depth × 24 bytes, and the rows of one window until it is full.</summary>
/// <param name="Trees">1 to 1000.</param>
/// <param name="Depth">Halvings from the root to a leaf, 1 to 16.</param>
/// <param name="Window">Rows after which what was counted becomes what scores, 2 to 2^20.</param>
/// <param name="Seed">Of the columns and ranges.</param>
public sealed record HalfSpaceOptions(int Trees = 25, int Depth = 10, int Window = 256, ulong Seed = 1)
{
    internal const int MaxTrees = 1000, MaxDepth = 16, MaxWindow = 1 << 20;

    private const long MaxNodes = 1 << 24;

    /// <exception cref="LearningException">Names the size and its range.</exception>
    internal HalfSpaceOptions Checked()
    {
        if (Trees is < 1 or > MaxTrees) throw new LearningException($"half-space trees: {Trees} trees, allowed is 1 to {MaxTrees}");
        if (Depth is < 1 or > MaxDepth) throw new LearningException($"half-space trees: depth {Depth}, allowed is 1 to {MaxDepth}");
        if (Window is < 2 or > MaxWindow) throw new LearningException($"half-space trees: a window of {Window} rows, allowed is 2 to {MaxWindow}");
        if ((long)Trees << Depth > MaxNodes) throw new LearningException($"half-space trees: {Trees} trees of depth {Depth} are more than {MaxNodes} nodes: take fewer or shallower ones");
        return this;
    }

    internal void Save(ModelWriter writer)
    {
        writer.Write(Trees);
        writer.Write(Depth);
        writer.Write(Window);
        writer.Write((long)Seed);
    }

    internal static HalfSpaceOptions Read(ModelReader reader) =>
        new HalfSpaceOptions(reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), (ulong)reader.ReadInt64()).Checked();
}
