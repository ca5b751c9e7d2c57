using NetThreat.Learning.Models;

namespace NetThreat.Learning.Clustering;

/// <summary>A model that assigns rows to groups: its one output is the group's number, 0 to <see cref="Clusters"/> - 1, or -1 for noise.</summary>
public interface IClusterModel : IRowModel
{
    int Clusters { get; }

    /// <summary>The group of every training row (of those used, in their order); empty for a model that was read from a file.</summary>
    IReadOnlyList<int> TrainingLabels { get; }
}
