namespace NetThreat.Learning.Forests.Growing;

/// <summary>A training row as one tree sees it.</summary>
/// <param name="Row">Its place in the table.</param>
/// <param name="Class">Its class.</param>
/// <param name="Weight">What it counts: draws of the bootstrap × its own weight × its class's; more than 0.</param>
internal readonly record struct Case(int Row, int Class, float Weight);
