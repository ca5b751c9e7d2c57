using NetThreat.Learning.Saving;

namespace NetThreat.Learning.Profiles;

/// <summary>How profiles learn and forget.</summary>
public sealed record ProfileOptions
{
    /// <summary>Values of an observation.</summary>
    public required int Columns { get; init; }

    /// <summary>Keys with a profile of their own; the least recently seen leaves for a new one.</summary>
    public int MaxKeys { get; init; } = 65_536;

    /// <summary>After this time an observation weighs half.</summary>
    public TimeSpan HalfLife { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Observations of a key before its deviations are told: until then they are 0.</summary>
    public int WarmUp { get; init; } = 10;

    /// <summary>After the warm-up an observation moves a profile by at most this many standard deviations: an outlier is no new norm.</summary>
    public double Clip { get; init; } = 4;

    /// <summary>Smallest standard deviation, in the unit of the columns.</summary>
    public double MinDeviation { get; init; } = 1e-3;
}

/// <summary>
/// Exponentially weighted mean and variance of every column, per key (a host, a pair of hosts), in bounded memory: EWMA with weights
/// that fade in event time (Finch, "Incremental calculation of weighted mean and variance", 2009, section 9), each step clipped as
/// Huber's estimator is. Not thread-safe: one store per partition. The state can be saved and goes on to the bit.
/// </summary>
public sealed class ProfileStore
{
    private readonly ProfileOptions _options;
    private readonly double _decay;
    private readonly Dictionary<ulong, LinkedListNode<Profile>> _profiles = [];
    private readonly LinkedList<Profile> _used = new();

    public ProfileStore(ProfileOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Columns);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxKeys);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.HalfLife, TimeSpan.Zero);
        _options = options;
        _decay = Math.Log(2) / (options.HalfLife.TotalSeconds * 1e9);
    }

    public int Keys => _profiles.Count;

    /// <summary>Profiles that left for others.</summary>
    public long Evicted { get; private set; }

    /// <summary>Tells how far an observation lies from its key's profile, then learns it. Finite values only: NaN is skipped and its deviation is 0.</summary>
    /// <param name="time">Event time in nanoseconds; an observation older than its key's newest counts as of then.</param>
    /// <param name="deviations">Signed z of every column.</param>
    /// <returns>Is the profile warm, so that the deviations mean something?</returns>
    public bool Observe(ulong key, long time, ReadOnlySpan<float> values, Span<double> deviations)
    {
        if (values.Length != _options.Columns || deviations.Length != values.Length) throw new LearningException($"{values.Length} values where the profiles have {_options.Columns} columns");
        var profile = Touch(key, time);
        double keep = Math.Exp(-_decay * Math.Max(0, time - profile.Time));
        bool warm = profile.Count >= _options.WarmUp;
        for (int c = 0; c < values.Length; c++) deviations[c] = float.IsFinite(values[c]) ? profile.Learn(c, values[c], keep, warm, _options) : 0;
        profile.Time = Math.Max(profile.Time, time);
        if (profile.Count < int.MaxValue) profile.Count++;
        return warm;
    }

    /// <summary>Forgets a key.</summary>
    public bool Reset(ulong key)
    {
        if (!_profiles.Remove(key, out var node)) return false;
        _used.Remove(node);
        return true;
    }

    public void Save(ModelWriter writer)
    {
        writer.Write(_options.Columns);
        writer.Write(Evicted);
        writer.Write(_used.Count);
        foreach (var profile in _used) profile.Save(writer);
    }

    /// <summary>The saved profiles under the same or other options; those beyond <see cref="ProfileOptions.MaxKeys"/> leave.</summary>
    /// <exception cref="LearningException">Broken, or of another number of columns.</exception>
    public static ProfileStore Load(ModelReader reader, ProfileOptions options)
    {
        var store = new ProfileStore(options);
        int columns = reader.ReadInt32();
        if (columns != options.Columns) throw new LearningException($"saved profiles of {columns} columns where {options.Columns} are expected: reset them");
        store.Evicted = reader.ReadInt64();
        for (int left = reader.ReadCount(0, int.MaxValue); left > 0; left--)
        {
            var profile = Profile.Read(reader, columns);
            store.Add(profile);
        }
        return store;
    }

    private Profile Touch(ulong key, long time)
    {
        if (!_profiles.TryGetValue(key, out var node)) return Add(new Profile(key, time, _options.Columns));
        _used.Remove(node);
        _used.AddLast(node);
        return node.Value;
    }

    private Profile Add(Profile profile)
    {
        if (_profiles.Count == _options.MaxKeys)
        {
            _profiles.Remove(_used.First!.Value.Key);
            _used.RemoveFirst();
            Evicted++;
        }
        if (!_profiles.TryAdd(profile.Key, _used.AddLast(profile))) throw ModelReader.Broken($"the key {profile.Key} twice");
        return profile;
    }
}
