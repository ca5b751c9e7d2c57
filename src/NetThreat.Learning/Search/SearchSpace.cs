using System.Globalization;
using NetThreat.Core.Randomness;
using NetThreat.Learning.Training;

namespace NetThreat.Learning.Search;

/// <summary>The hyper-parameters of a trainer that declare where a search draws from; of trainers around trainers those of the innermost.</summary>
internal sealed class SearchSpace
{
    private readonly ITrainer _trainer;
    private readonly (string Name, Type Type, ParameterAttribute Description)[] _parameters;

    /// <exception cref="LearningException">No hyper-parameter declares a range.</exception>
    public SearchSpace(ITrainer trainer)
    {
        _trainer = trainer;
        _parameters = [.. TrainerParameters.Of(Innermost(trainer).GetType())
            .Where(p => p.Description.SearchFrom != 0 || p.Description.SearchTo != 0)
            .Select(p => (p.Name, Nullable.GetUnderlyingType(p.Property.PropertyType) ?? p.Property.PropertyType, p.Description))];
        if (_parameters.Length == 0) throw new LearningException($"{Innermost(trainer).Kind} has no parameter to search over");
    }

    /// <summary>Names and ranges in one line, so that a journal of other ranges is told apart.</summary>
    public string Description => string.Join("; ", _parameters.Select(p =>
        string.Create(CultureInfo.InvariantCulture, $"{p.Name} {p.Description.SearchFrom} to {p.Description.SearchTo}{(p.Description.SearchLogarithmic ? " log" : "")}")));

    /// <summary>The trainer's own settings in one line.</summary>
    public string Defaults => string.Join("; ", TrainerParameters.Values(Innermost(_trainer)).Select(p => $"{p.Key} {p.Value}"));

    /// <summary>The settings of a trial; the first keeps the trainer's own, so that a search never ends below them.</summary>
    public SortedDictionary<string, string> Draw(ulong seed, int trial)
    {
        var random = new Xoshiro256(Xoshiro256.WordAt(seed, trial));
        var settings = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (trial == 0) return settings;
        foreach (var (name, type, d) in _parameters)
        {
            double u = random.NextDouble();
            double value = d.SearchLogarithmic ? d.SearchFrom * PortableMath.Exp(u * PortableMath.Log(d.SearchTo / d.SearchFrom)) : d.SearchFrom + u * (d.SearchTo - d.SearchFrom);
            settings[name] = type == typeof(float) ? ((float)value).ToString("R", CultureInfo.InvariantCulture)
                : type == typeof(double) ? value.ToString("R", CultureInfo.InvariantCulture)
                : Math.Round(value).ToString(CultureInfo.InvariantCulture);
        }
        return settings;
    }

    /// <summary>The trainer with settings in its innermost trainer.</summary>
    public IRowTrainer With(IEnumerable<KeyValuePair<string, string>> settings) => (IRowTrainer)With(_trainer, settings);

    private static ITrainer With(ITrainer trainer, IEnumerable<KeyValuePair<string, string>> settings) =>
        trainer is IWrappingTrainer wrapping ? wrapping.Around(With(wrapping.Inner, settings)) : TrainerParameters.With(trainer, settings);

    private static ITrainer Innermost(ITrainer trainer) => trainer is IWrappingTrainer wrapping ? Innermost(wrapping.Inner) : trainer;
}
