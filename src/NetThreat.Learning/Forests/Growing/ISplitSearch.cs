namespace NetThreat.Learning.Forests.Growing;

/// <summary>Looks for a node's best split in one column. An instance belongs to one tree.</summary>
internal interface ISplitSearch
{
    /// <param name="cases">The rows in the node.</param>
    /// <param name="weights">Their weight by class.</param>
    /// <param name="best">Becomes the column's split where that is worth more.</param>
    /// <returns>False where the column does not vary in the node.</returns>
    bool TryColumn(ReadOnlySpan<Case> cases, ReadOnlySpan<double> weights, int column, ref Split best);
}
