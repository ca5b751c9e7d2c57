using NetThreat.Learning.Saving;

namespace NetThreat.Learning.Calibration;

/// <summary>A score becomes a probability. Immutable, thread-safe, without allocation.</summary>
public interface ICalibrator
{
    /// <summary>NaN stays NaN.</summary>
    double Apply(double score);
}

/// <summary>Calibrators as parts of a model file.</summary>
public static class CalibratorFile
{
    private const int Isotonic = 0, Sigmoid = 1, LogOdds = 2;

    public static void Write(ICalibrator calibrator, ModelWriter writer)
    {
        switch (calibrator)
        {
            case IsotonicCalibrator isotonic:
                writer.Write(Isotonic);
                writer.WriteArray(isotonic.Scores);
                writer.WriteArray(isotonic.Values);
                break;
            case SigmoidCalibrator sigmoid:
                writer.Write(Sigmoid);
                Write(sigmoid, writer);
                break;
            case LogOddsCalibrator odds:
                writer.Write(LogOdds);
                Write(odds.Sigmoid, writer);
                break;
            default:
                throw new ArgumentException($"{calibrator.GetType().Name} has no form in a file", nameof(calibrator));
        }
    }

    /// <exception cref="LearningException">The file is broken.</exception>
    public static ICalibrator Read(ModelReader reader) => reader.ReadCount(Isotonic, LogOdds) switch
    {
        Isotonic => new IsotonicCalibrator(reader.ReadArray<double>(), reader.ReadArray<double>()),
        Sigmoid => new SigmoidCalibrator(reader.ReadDouble(), reader.ReadDouble()),
        _ => new LogOddsCalibrator(new SigmoidCalibrator(reader.ReadDouble(), reader.ReadDouble())),
    };

    private static void Write(SigmoidCalibrator sigmoid, ModelWriter writer)
    {
        writer.Write(sigmoid.A);
        writer.Write(sigmoid.B);
    }
}
