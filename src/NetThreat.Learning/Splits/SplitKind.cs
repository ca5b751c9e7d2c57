namespace NetThreat.Learning.Splits;

/// <summary>Which rows may be parted.</summary>
public enum SplitKind
{
    /// <summary>Grouped where groups are known, stratified where only labels are known, else shuffled.</summary>
    Auto,

    /// <summary>Every row by itself, at random.</summary>
    Shuffled,

    /// <summary>At random within every class, so that both parts have the classes in the same shares.</summary>
    Stratified,

    /// <summary>Whole groups (hosts, captures), with the classes as even as the groups allow.</summary>
    Grouped,

    /// <summary>The test rows are later than all training rows.</summary>
    TimeOrdered,
}
