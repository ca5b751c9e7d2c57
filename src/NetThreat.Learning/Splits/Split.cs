namespace NetThreat.Learning.Splits;

/// <summary>Rows to fit and rows to test, both rising; no row is in both.</summary>
public sealed record Split(int[] Train, int[] Test);
