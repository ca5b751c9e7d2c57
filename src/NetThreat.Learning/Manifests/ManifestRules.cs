namespace NetThreat.Learning.Manifests;

/// <summary>What a manifest must fulfil beyond its form.</summary>
internal static class ManifestRules
{
    private const int MaxName = 64, MaxText = 4096, MaxColumns = 65_536, MaxSteps = 4096, MaxEntries = 65_536;

    /// <exception cref="LearningException">Names the first rule that is broken.</exception>
    public static void Check(ModelManifest manifest)
    {
        if (Faults(manifest).FirstOrDefault() is { } fault) throw new LearningException($"the manifest is wrong: {fault}");
    }

    /// <summary>A name that can be a folder on every system.</summary>
    public static bool IsName(string text) =>
        text.Length is > 0 and <= MaxName && char.IsAsciiLetterOrDigit(text[0]) && !text.EndsWith('.')
        && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_' or '-');

    private static IEnumerable<string> Faults(ModelManifest m)
    {
        if (m.Format != ModelManifest.CurrentFormat) yield return $"format is {m.Format}, this version reads {ModelManifest.CurrentFormat}";
        if (!IsName(m.Name)) yield return $"name {Shown(m.Name)} is not 1 to {MaxName} lower-case letters, digits, '.', '_' or '-'";
        if (!IsName(m.Version)) yield return $"version {Shown(m.Version)} is not 1 to {MaxName} lower-case letters, digits, '.', '_' or '-'";
        if (!IsName(m.Kind)) yield return $"kind {Shown(m.Kind)} is not the name of a kind";
        if (!Enum.IsDefined(m.Task)) yield return "task is unknown";
        if (m.Summary.Length > MaxText || m.WrittenBy.Length > MaxText) yield return $"a text is longer than {MaxText} characters";
        foreach (var fault in Features(m.Features).Concat(Weights(m.Weights)).Concat(Parts(m)).Concat(Calibration(m)).Concat(Thresholds(m))) yield return fault;
    }

    private static IEnumerable<string> Features(ManifestFeatures features)
    {
        if (features.Schema is < 0 or > 1_000_000) yield return $"features: schema is {features.Schema}";
        if (features.Columns.Count is 0 or > MaxColumns) yield return $"features: {features.Columns.Count} columns, allowed are 1 to {MaxColumns}";
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var column in features.Columns)
        {
            if (column is null || column.Name.Length is 0 or > 256 || column.Name.Any(char.IsControl)) yield return "features: a column has no usable name";
            else if (!seen.Add(column.Name)) yield return $"features: column {Shown(column.Name)} occurs twice";
            else if (column.Definition is { Length: > 64 }) yield return $"features: the definition of {Shown(column.Name)} is too long";
            else if (column.Typical is { } typical && !double.IsFinite(typical)) yield return $"features: the typical value of {Shown(column.Name)} is not finite";
            else if (column.Categories is { } categories && (categories.Count > MaxEntries || categories.Any(c => c is null))) yield return $"features: the categories of {Shown(column.Name)} are not usable";
        }
    }

    private static IEnumerable<string> Weights(ManifestWeights weights)
    {
        if (!IsName(weights.File)) yield return $"weights: file {Shown(weights.File)} is not a plain file name of the model's folder";
        if (weights.Sha256.Length != 64 || !weights.Sha256.All(char.IsAsciiHexDigitLower)) yield return "weights: sha256 is not 64 lower-case hexadecimal digits";
        if (weights.Bytes is <= 0 or > Saving.ModelFile.MaxBytes) yield return $"weights: {weights.Bytes} bytes, allowed are 1 to {Saving.ModelFile.MaxBytes}";
    }

    private static IEnumerable<string> Parts(ModelManifest m)
    {
        if (m.Classes.Count > MaxEntries || m.Classes.Any(c => c is null || c.Length is 0 or > 256)) yield return "classes: a name is empty or too long";
        if (m.Classes.Distinct(StringComparer.Ordinal).Count() != m.Classes.Count) yield return "classes: a name occurs twice";
        if (m.Techniques.Keys.FirstOrDefault(c => !m.Classes.Contains(c)) is { } unknown) yield return $"techniques: {Shown(unknown)} is not one of the classes";
        if (m.Techniques.Values.Any(t => t is null || t.Count > 16 || t.Any(id => id is null || id.Length is 0 or > 16))) yield return "techniques: at most 16 ids of at most 16 characters for a class";
        if (m.Metrics.Count > MaxEntries || m.Metrics.Values.Any(v => !double.IsFinite(v))) yield return "metrics: a value is not a finite number";
        if (m.Sequence is { } s && (!Enum.IsDefined(s.Kind) || s.Steps is < 1 or > MaxSteps || s.MinSteps < 1 || s.MinSteps > s.Steps || !(s.MaxGapSeconds is > 0 and <= 1e9))) yield return $"sequence: {s.MinSteps} to {s.Steps} steps, allowed are 1 to {MaxSteps}";
        if (m.Data is { } data && (data.Rows < 0 || data.HeldOut < 0 || data.Sources.Any(x => x is null || x.Rows < 0))) yield return "data: a number of rows is negative";
        if (m.Onnx is { } onnx && (onnx.Mean.Concat(onnx.Scale).Any(v => !double.IsFinite(v)) || onnx.Scale.Contains(0))) yield return "onnx: mean and scale are finite numbers, and no scale is 0";
        if (m.Onnx is { } x && (!Enum.IsDefined(x.Reading) || !Enum.IsDefined(x.Padding) || x.Clip is { } clip && !(double.IsFinite(clip) && clip > 0))) yield return "onnx: reading or padding is unknown, or clip is not above 0";
        if (m.Onnx is { } o && (o.Mean.Count != 0 && o.Mean.Count != m.Features.Columns.Count || o.Scale.Count != 0 && o.Scale.Count != m.Features.Columns.Count)) yield return "onnx: mean and scale have one value per column";
    }

    private static IEnumerable<string> Calibration(ModelManifest m)
    {
        if (m.Calibration is not { } c) yield break;
        if (!Enum.IsDefined(c.Method) || c.Rows < 0) yield return "calibration: unknown method or negative rows";
        if (c.Scores.Count != c.Above.Count) yield return $"calibration: {c.Scores.Count} scores and {c.Above.Count} counts";
        if (c.Method == CalibrationMethod.Conformal && c.Scores.Count == 0) yield return "calibration: no scores";
        for (int i = 0; i < Math.Min(c.Scores.Count, c.Above.Count); i++)
        {
            bool inOrder = i == 0 || (c.Scores[i] > c.Scores[i - 1] && c.Above[i] < c.Above[i - 1]);
            if (!double.IsFinite(c.Scores[i]) || c.Above[i] < 0 || c.Above[i] >= c.Rows || !inOrder) yield return $"calibration: entry {i + 1} is not in order";
        }
    }

    private static IEnumerable<string> Thresholds(ModelManifest m)
    {
        for (int i = 0; i < m.Thresholds.Count; i++)
        {
            bool good = m.Thresholds[i] is { FalsePositiveRate: > 0 and < 1 } t && double.IsFinite(t.Score) && (i == 0 || t.FalsePositiveRate > m.Thresholds[i - 1].FalsePositiveRate);
            if (!good) yield return $"thresholds: entry {i + 1} is not a rate between 0 and 1 above the one before, with a finite score";
        }
    }

    private static string Shown(string text) => text.Length <= 80 ? $"'{text}'" : $"'{text[..80]}…'";
}
