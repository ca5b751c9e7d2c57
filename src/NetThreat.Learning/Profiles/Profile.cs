using NetThreat.Learning.Saving;

namespace NetThreat.Learning.Profiles;

/// <summary>What is usual for one key: weight, mean and variance of every column.</summary>
internal sealed class Profile(ulong key, long time, int columns)
{
    private double[] _weights = new double[columns];
    private double[] _means = new double[columns];
    private double[] _variances = new double[columns];

    public ulong Key => key;

    /// <summary>Event time of the newest observation in nanoseconds.</summary>
    public long Time { get; set; } = time;

    public int Count { get; set; }

    /// <summary>The deviation from what was known, which then takes in the value.</summary>
    /// <param name="keep">What time has left of the earlier weight, 0 to 1.</param>
    /// <returns>Standard deviations, 0 before the warm-up.</returns>
    public double Learn(int column, double value, double keep, bool warm, ProfileOptions options)
    {
        double mean = _means[column], sigma = Math.Max(Math.Sqrt(_variances[column]), options.MinDeviation), z = (value - mean) / sigma;
        double step = warm ? Math.Clamp(z, -options.Clip, options.Clip) * sigma : value - mean;
        double before = _weights[column] * keep, share = 1 / (before + 1);
        _weights[column] = before + 1;
        _means[column] = mean + share * step;
        _variances[column] = (1 - share) * (_variances[column] + share * step * step);
        return warm ? z : 0;
    }

    public void Save(ModelWriter writer)
    {
        writer.Write((long)Key);
        writer.Write(Time);
        writer.Write(Count);
        writer.WriteArray<double>(_weights);
        writer.WriteArray<double>(_means);
        writer.WriteArray<double>(_variances);
    }

    public static Profile Read(ModelReader reader, int columns)
    {
        var profile = new Profile((ulong)reader.ReadInt64(), reader.ReadInt64(), 0) { Count = reader.ReadCount(0, int.MaxValue) };
        profile._weights = reader.ReadArray<double>(columns);
        profile._means = reader.ReadArray<double>(columns);
        profile._variances = reader.ReadArray<double>(columns);
        if (!Array.TrueForAll(profile._weights, w => w >= 0 && double.IsFinite(w)) || !Array.TrueForAll(profile._means, double.IsFinite) || !Array.TrueForAll(profile._variances, v => v >= 0 && double.IsFinite(v)))
            throw ModelReader.Broken($"the profile of key {profile.Key}");
        return profile;
    }
}
