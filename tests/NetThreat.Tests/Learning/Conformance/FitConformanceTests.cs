using System.Globalization;
using System.Reflection;
using NetThreat.Learning;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Training;

namespace NetThreat.Tests.Learning.Conformance;

/// <summary>What every trainer promises.</summary>
public class FitConformanceTests
{
    public static TheoryData<string> Names => Estimators.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void The_kind_of_the_model_is_the_trainers(string name)
    {
        var estimator = Estimators.All[name];

        Assert.Equal(estimator.Trainer.Kind, estimator.Model.Kind);
        Assert.Contains(estimator.Model.Kind, ModelKinds.Readers.Keys);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Fitted_twice_the_last_fit_counts(string name)
    {
        var estimator = Estimators.All[name];
        var fresh = Estimator.Save(estimator.Model);

        var other = Estimator.Save(estimator.Fit(estimator.Trainer, FitContext.Default, other: true));
        var again = Estimator.Save(estimator.Fit(estimator.Trainer, FitContext.Default));

        Assert.NotEqual(fresh, other);
        Assert.Equal(fresh, again);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_seed_gives_the_same_model_on_any_number_of_threads(string name)
    {
        var estimator = Estimators.All[name];
        foreach (ulong seed in new ulong[] { 1, 2 })
        {
            var trainer = TrainerParameters.WithSeed(estimator.Trainer, seed);
            var one = Estimator.Save(estimator.Fit(trainer, new FitContext { Threads = 1 }));

            foreach (int threads in new[] { 2, 4 }) Assert.Equal(one, Estimator.Save(estimator.Fit(trainer, new FitContext { Threads = threads })));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Empty_and_one_row_tables_are_refused(string name)
    {
        var estimator = Estimators.All[name];
        foreach (int rows in new[] { 0, 1 })
        {
            var error = Assert.Throws<LearningException>(() => estimator.FitFirst(estimator.Trainer, rows));
            Assert.Contains($"{rows} training ", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Few_examples_are_fitted_or_refused_with_a_reason(string name)
    {
        var estimator = Estimators.All[name];
        foreach (int count in new[] { 2, 3, 7 })
        {
            try
            {
                Assert.All(estimator.Score(estimator.FitFirst(estimator.Trainer, count)), s => Assert.True(double.IsFinite(s)));
            }
            catch (LearningException e)
            {
                Assert.True(e.Message.Length > 10 && !e.Message.Contains('\n'), e.Message);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Infinite_values_are_an_error_that_names_row_and_column(string name)
    {
        var estimator = Estimators.All[name];
        foreach (float value in new[] { float.PositiveInfinity, float.NegativeInfinity })
        {
            Named(Assert.Throws<LearningException>(() => estimator.FitWith(estimator.Trainer, 6, 1, value)), 6);
            Named(Assert.Throws<LearningException>(() => estimator.ScoreWith(estimator.Model, 6, 1, value)), 6);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Missing_values_are_handled_or_an_error_that_names_row_and_column(string name)
    {
        var estimator = Estimators.All[name];
        if (estimator.Model.HandlesMissing)
        {
            Assert.All(estimator.ScoreWith(estimator.Model, 6, 1, float.NaN), s => Assert.True(double.IsFinite(s)));
            var fitted = estimator.FitWith(estimator.Trainer, 6, 1, float.NaN);
            Assert.All(estimator.ScoreWith(fitted, 6, 1, float.NaN), s => Assert.True(double.IsFinite(s)));
            return;
        }
        Named(Assert.Throws<LearningException>(() => estimator.FitWith(estimator.Trainer, 6, 1, float.NaN)), 6);
        Named(Assert.Throws<LearningException>(() => estimator.ScoreWith(estimator.Model, 6, 1, float.NaN)), 6);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Parameters_out_of_range_are_refused_with_name_and_range(string name)
    {
        var estimator = Estimators.All[name];
        foreach (var (parameter, property, description) in TrainerParameters.Of(estimator.Trainer.GetType()))
        {
            foreach (double bound in new[] { description.Min, description.Max })
            {
                if (double.IsInfinity(bound) || Beyond(property, bound, bound == description.Max) is not { } value) continue;
                var trainer = TrainerParameters.With(estimator.Trainer, []);
                property.SetValue(trainer, value);

                var error = Assert.Throws<LearningException>(() => estimator.Fit(trainer, FitContext.Default));

                Assert.Contains(parameter, error.Message, StringComparison.Ordinal);
                Assert.Contains(description.Min.ToString(CultureInfo.InvariantCulture), error.Message, StringComparison.Ordinal);
                Assert.Contains(description.Max.ToString(CultureInfo.InvariantCulture), error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_cancelled_fit_stops_or_finishes_as_if_it_were_not(string name)
    {
        var estimator = Estimators.All[name];
        try
        {
            var model = estimator.Fit(estimator.Trainer, new FitContext { Cancelled = new CancellationToken(true) });
            Assert.Equal(Estimator.Save(estimator.Model), Estimator.Save(model));
        }
        catch (OperationCanceledException)
        {
        }
    }

    [Fact]
    public void Names_are_unique_and_defaults_are_in_range()
    {
        var names = TrainerCatalogue.Algorithms.Select(a => a.Name).ToArray();

        Assert.Equal(names.Distinct(), names);
        Assert.All(TrainerCatalogue.Algorithms, a => TrainerParameters.Check(a.Defaults));
        Assert.All(TrainerCatalogue.Algorithms, a => Assert.False(string.IsNullOrWhiteSpace(a.Summary)));
    }

    /// <summary>A value beyond the bound, or null where the type has none.</summary>
    private static object? Beyond(PropertyInfo property, double bound, bool upper)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        double beyond = upper ? bound + Math.Max(1, Math.Abs(bound)) : bound - Math.Max(1, Math.Abs(bound));
        if (type == typeof(double)) return beyond;
        if (type == typeof(float)) return (float)beyond;
        if (type == typeof(int)) return Math.Abs(beyond) < int.MaxValue ? (int)beyond : null;
        if (type == typeof(long)) return (long)beyond;
        return null;
    }

    private static void Named(LearningException error, int row)
    {
        Assert.Matches($@"\b{row + 1}\b", error.Message);
        Assert.Contains("'second'", error.Message, StringComparison.Ordinal);
    }
}
