// Trains a small model on built-in pictures, diagnoses it and writes a report into a folder, a new one unless it is named.
using Uncollapse.Diagnosis;
using Uncollapse.Diagnosis.Gallery;
using Uncollapse.Records.Plans;
using Uncollapse.Reporting;
using Uncollapse.Training.Loop;

var network = new NetworkPlan { Hidden = [64] };
var plan = new Plan
{
    Data = new DataPlan { Source = "synthetic:shapes?examples=2000", Binarise = Binarisation.Dynamic },
    Model = new ModelPlan { Latent = 8, Encoder = network, Decoder = network },
    Training = new TrainingPlan { Epochs = 10 },
};
string folder = args.Length > 0 ? args[0] : Enumerable.Range(1, 999).Select(number => $"runs/sample-{number}").First(free => !Directory.Exists(free));
using var run = Trainer.Train(plan, folder);
run.UseBest();

var subject = new ModelSubject { Model = run.Model, Data = run.Data, Source = folder, Plan = plan };
var diagnosis = Diagnoser.Diagnose(subject, new DiagnosisOptions { ImportanceSamples = 100 });

using var album = new Album(subject);
using var file = File.Create(Path.Combine(folder, "report.html"));
Report.Write(new ReportContent { Title = "First", Plan = plan, Run = run.Info, History = run.History, Diagnosis = diagnosis, Pictures = album.Pictures(diagnosis) }, file);
Console.WriteLine($"{diagnosis.Verdict}: the code tells {diagnosis.MutualInformation.Estimate:F2} nats about an example; report: {file.Name}");
