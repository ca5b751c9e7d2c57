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
    private const int Isotonic = 0, Sigmoid = 1;

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
                writer.Write(sigmoid.A);
                writer.Write(sigmoid.B);
                break;
            default:
                throw new ArgumentException($"{calibrator.GetType().Name} has no form in a file", nameof(calibrator));
        }
    }

    /// <exception cref="LearningException">The file is broken.</exception>
    public static ICalibrator Read(ModelReader reader) => reader.ReadCount(Isotonic, Sigmoid) == Isotonic
        ? new IsotonicCalibrator(reader.ReadArray<double>(), reader.ReadArray<double>())
        : new SigmoidCalibrator(reader.ReadDouble(), reader.ReadDouble());
}
