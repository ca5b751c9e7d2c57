namespace NetThreat.Capture.Live;

/// <summary>A source with a buffer of its own that fills while nobody reads.</summary>
public interface IPressureSource
{
    /// <summary>The share of the buffer, 0 to 1, that waits to be read.</summary>
    double Pressure { get; }
}

/// <summary>A source that can end in order: first nothing more comes in, then what is inside is read to the end.</summary>
public interface IStoppableSource
{
    /// <summary>Reads go on until all that came before is given; then the source ends. What it cannot give is a loss.</summary>
    void StopIntake();
}
